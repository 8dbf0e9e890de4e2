import { Append, ExpectedRevision, Outcome } from './append';
import { decideAppend, decideDeletion, Written } from './decide';
import { randomId } from './event-id';
import { EventLog, LogAddition, StreamEntry } from './event-log';
import { GroupCommit } from './group-commit';
import { encodeRecord, LogRecord, ProposedEvent } from './record';
import { RecentIds } from './recent-ids';
import { StreamHead, StreamHeads } from './stream-heads';
import { DELETED_METADATA, metadataStreamOf, parseRules, streamOfMetadata } from './stream-rules';

/** Positions grow by the size of a record and this much more: like byte offsets in a real log they are not dense. */
const RECORD_OVERHEAD = 64;

/**
 * Decides appends one after another against the heads in memory; what was decided meanwhile goes to disk together. An append
 * resolves when it is on disk. When the disk refuses, everything decided on top of it is refused too, and nothing has happened.
 */
export class Writer {
  readonly heads: StreamHeads;
  private readonly ids: RecentIds;
  private readonly commit: GroupCommit;
  private lastPosition = 0;
  private lastNumber = 0;

  /** `onCommitted` hears of every group that has reached the disk. */
  constructor(
    private readonly log: EventLog,
    private readonly clock: () => number,
    onCommitted: (additions: readonly LogAddition[]) => void,
  ) {
    this.heads = new StreamHeads(log, (position) => position <= log.lastPosition());
    this.commit = new GroupCommit(
      (additions) => log.add(additions),
      onCommitted,
      (refused) => this.takeBack(refused),
    );
    this.ids = new RecentIds(log);
    this.lastPosition = log.lastPosition();
    this.lastNumber = log.lastStreamNumber();
  }

  /** Gives an empty log its first event, as a real server does: nobody may count on the first event being theirs. */
  async begin(): Promise<void> {
    if (this.lastPosition > 0) return;
    await this.append({ stream: '$node', expected: 'no_stream', events: [systemEvent('$NodeCreated', Buffer.from('{}'))] });
  }

  append(append: Append): Promise<Outcome> {
    const head = this.heads.of(append.stream);
    if (this.isDescribingTombstone(append.stream)) return this.onceOnDisk({ kind: 'stream-deleted' });
    const decision = decideAppend(append, head, this.written(append.stream, head));
    if (decision !== 'write') return this.onceOnDisk(decision);
    const addition = emptyAddition();
    if (head.rules.isDeleted) this.bringBack(append.stream, head, addition);
    for (const event of append.events) this.add(append.stream, head, event, addition);
    return this.write(addition, head);
  }

  /** Soft deletion: nothing can be read any more, and a later write goes on numbering where the stream ended. */
  delete(stream: string, expected: ExpectedRevision): Promise<Outcome> {
    const decision = decideDeletion(this.heads.of(stream), expected);
    if (decision !== 'write') return this.onceOnDisk(decision);
    const addition = emptyAddition();
    const metadata = metadataStreamOf(stream);
    const head = this.heads.of(metadata);
    this.add(metadata, head, systemEvent('$metadata', Buffer.from(DELETED_METADATA)), addition);
    return this.write(addition, head);
  }

  /** Deletion for good: the name can never be written again. */
  tombstone(stream: string, expected: ExpectedRevision): Promise<Outcome> {
    const head = this.heads.of(stream);
    const decision = decideDeletion(head, expected);
    if (decision !== 'write') return this.onceOnDisk(decision);
    const addition = emptyAddition();
    const bytes = encodeRecord(systemEvent('$streamDeleted', Buffer.from('{}')), {
      stream,
      revision: 0,
      created: this.clock(),
      isTombstone: true,
    });
    const position = this.place(bytes);
    head.number ||= ++this.lastNumber;
    head.tombstone = position;
    head.changed = position;
    addition.streams.set(stream, { number: head.number, tombstone: position });
    addition.records.push({ position, stream, index: undefined, bytes });
    return this.write(addition, head);
  }

  /** True while callers should be held back, because the disk does not keep up. */
  get isBehind(): boolean {
    return this.commit.isBehind;
  }

  /** Resolves when nothing waits to be written. */
  idle(): Promise<void> {
    return this.commit.idle();
  }

  /** Resolves when what waited is written; nothing must be appended afterwards. */
  async stop(): Promise<void> {
    this.ids.stop();
    await this.idle();
  }

  /** The disk has refused what memory was already counting on. Positions and numbers given are not given again. */
  private takeBack(refused: readonly LogAddition[]): void {
    this.heads.forget();
    for (const { records } of refused) for (const { position, bytes } of records) this.ids.forget(new LogRecord(position, bytes).id);
  }

  private isDescribingTombstone(stream: string): boolean {
    const described = streamOfMetadata(stream);
    return described !== undefined && this.heads.of(described).tombstone !== undefined;
  }

  private written(stream: string, head: StreamHead): Written {
    return {
      recently: (event) => this.ids.find(event.id, stream),
      at: (revision, event) => {
        const there = head.number > 0 ? this.log.inStream(head.number, revision) : undefined;
        if (there) return there.id === event.id ? { revision, position: there.position } : undefined;
        const onItsWay = this.ids.find(event.id, stream);
        return onItsWay?.revision === revision ? onItsWay : undefined;
      },
    };
  }

  private add(stream: string, head: StreamHead, event: ProposedEvent, addition: Addition): void {
    if (head.number === 0) {
      head.number = ++this.lastNumber;
      addition.streams.set(stream, { number: head.number });
    }
    const revision = head.revision + 1;
    const bytes = encodeRecord(event, { stream, revision, created: this.clock(), isTombstone: false });
    const position = this.place(bytes);
    addition.records.push({ position, stream, index: [head.number, revision], bytes });
    this.ids.remember({ id: event.id, stream, revision, position });
    head.revision = revision;
    head.changed = position;
    const described = streamOfMetadata(stream);
    if (described !== undefined) {
      const ruled = this.heads.of(described);
      ruled.rules = parseRules(event.data);
      ruled.changed = position;
    }
  }

  /** A deleted stream that is written again keeps its numbering and shows only what comes now. */
  private bringBack(stream: string, head: StreamHead, addition: Addition): void {
    const metadata = metadataStreamOf(stream);
    const data = Buffer.from(JSON.stringify({ $tb: head.revision + 1 }));
    this.add(metadata, this.heads.of(metadata), systemEvent('$metadata', data), addition);
  }

  private place(bytes: Buffer): number {
    this.lastPosition += bytes.length + RECORD_OVERHEAD;
    return this.lastPosition;
  }

  private async write(addition: Addition, head: StreamHead): Promise<Outcome> {
    const outcome: Outcome = { kind: 'appended', revision: head.revision, position: this.lastPosition };
    await this.commit.add(addition);
    return outcome;
  }

  /** An answer about what others wrote waits until that is on disk, because it may still be refused. */
  private async onceOnDisk(outcome: Outcome): Promise<Outcome> {
    await this.commit.add(emptyAddition());
    return outcome;
  }
}

interface Addition extends LogAddition {
  readonly records: LogAddition['records'][number][];
  readonly streams: Map<string, StreamEntry>;
}

function emptyAddition(): Addition {
  return { records: [], streams: new Map() };
}

function systemEvent(type: string, data: Buffer): ProposedEvent {
  return { id: randomId(), type, isJson: true, metadata: Buffer.alloc(0), data };
}
