import { EventLog } from './event-log';
import { isMetadataStream, metadataStreamOf, NO_RULES, parseRules, StreamRules } from './stream-rules';
import { TwoGenerations } from './two-generations';

const REMEMBERED = 20_000;

/** Where a stream ends, as writers see it: ahead of the disk by what is still being written. */
export interface StreamHead {
  /** 0 while the stream has never been written to. */
  number: number;
  /** −1 for a stream without events. */
  revision: number;
  tombstone: number | undefined;
  rules: StreamRules;
  /** Position of the last event that changed the head; 0 when it came from disk. */
  changed: number;
}

/** The heads of the streams in use; memory stays the same however many streams there are. */
export class StreamHeads {
  private readonly heads: TwoGenerations<string, StreamHead>;

  /** A head whose last change is not on disk yet is never dropped. */
  constructor(
    private readonly log: EventLog,
    isOnDisk: (position: number) => boolean,
  ) {
    this.heads = new TwoGenerations(REMEMBERED, (head) => !isOnDisk(head.changed));
  }

  of(stream: string): StreamHead {
    const known = this.heads.get(stream);
    if (known) return known;
    const entry = this.log.entry(stream);
    const head: StreamHead = {
      number: entry?.number ?? 0,
      revision: entry ? this.log.lastRevision(entry.number) : -1,
      tombstone: entry?.tombstone,
      rules: this.rulesOf(stream),
      changed: 0,
    };
    this.heads.set(stream, head);
    return head;
  }

  forget(): void {
    this.heads.clear();
  }

  /** Of a metadata stream only the last event counts. */
  private rulesOf(stream: string): StreamRules {
    if (isMetadataStream(stream)) return { maxCount: 1, isDeleted: false };
    const last = this.lastMetadata(stream);
    return last ? parseRules(last) : NO_RULES;
  }

  /** Data of the last `$metadata` event of a stream, as it is on disk. */
  lastMetadata(stream: string): Buffer | undefined {
    const entry = this.log.entry(metadataStreamOf(stream));
    return entry && this.log.inStream(entry.number, this.log.lastRevision(entry.number))?.data;
  }
}
