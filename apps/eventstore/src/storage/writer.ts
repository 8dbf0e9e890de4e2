import { Append, ExpectedRevision, Outcome } from './append';
import { decideAppend, decideDeletion, Written } from './decide';
import { randomId } from './event-id';
import { EventLog, LogAddition } from './event-log';
import { GroupCommit } from './group-commit';
import { encodeAppend, ProposedEvent, recordSize } from './record';
import { RecentIds } from './recent-ids';
import { StreamEntry } from './recent-runs';
import { StreamHead, StreamHeads } from './stream-heads';
import { DELETED_METADATA, metadataStreamOf, parseRules, streamOfMetadata } from './stream-rules';

/**
 * Decides appends one after another against the heads in memory; what was decided meanwhile goes to disk together. An append
 * resolves when it is on disk. When the disk refuses, everything decided on top of it is refused too, and nothing has happened.
 */
export class Writer {
  readonly heads: StreamHeads;
  private readonly ids: RecentIds;
  private readonly commit: GroupCommit;
  /** Where the next record will begin, ahead of the disk by what is still being written. */
  private end: number;
  private lastNumber: number;

  /** `onCommitted` hears of every group that has reached the disk. */
  constructor(
    private readonly log: EventLog,
    private readonly clock: () => number,
    onCommitted: (additions: readonly LogAddition[]) => void,
  ) {
    this.heads = new StreamHeads(log, (position) => position < log.end);
    this.commit = new GroupCommit(
      (additions) => log.add(additions),
      (additions) => {
        for (const { events } of additions) for (const { event, position } of events) this.ids.arrived(event.id, position);
        onCommitted(additions);
      },
      (refused) => this.takeBack(refused),
    );
    this.ids = new RecentIds(log);
    this.end = log.end;
    this.lastNumber = log.lastStreamNumber();
  }

  /** Gives an empty log its first event, as a real server does: nobody may count on the first event being theirs. */
  async begin(): Promise<void> {
    if (this.log.end > this.log.start) return;
    await this.append({ stream: '$node', expected: 'no_stream', events: [systemEvent('$NodeCreated', Buffer.from('{}'))] });
  }

  append(append: Append): Promise<Outcome> {
    const head = this.heads.of(append.stream);
    if (this.isDescribingTombstone(append.stream)) return this.onceOnDisk({ kind: 'stream-deleted' });
    const decision = decideAppend(append, head, this.written(append.stream, head));
    if (decision !== 'write') return this.onceOnDisk(decision);
    const addition = this.newAddition();
    if (head.rules.isDeleted) this.bringBack(append.stream, head, addition);
    for (const event of append.events) this.add(append.stream, head, event, addition);
    return this.write(addition, head);
  }

  /** Soft deletion: nothing can be read any more, and a later write goes on numbering where the stream ended. */
  delete(stream: string, expected: ExpectedRevision): Promise<Outcome> {
    const decision = decideDeletion(this.heads.of(stream), expected);
    if (decision !== 'write') return this.onceOnDisk(decision);
    const addition = this.newAddition();
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
    const addition = this.newAddition();
    head.number ||= ++this.lastNumber;
    const position = this.place(stream, head, 0, systemEvent('$streamDeleted', Buffer.from('{}')), true, addition);
    head.tombstone = position;
    addition.streams.set(stream, { number: head.number, tombstone: position });
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

  /** The disk has refused what memory was already counting on. */
  private takeBack(refused: readonly LogAddition[]): void {
    this.heads.forget();
    this.end = this.log.end;
    for (const { events } of refused) for (const { event, position } of events) this.ids.forget(event.id, position);
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
    const position = this.place(stream, head, revision, event, false, addition);
    this.ids.remember({ id: event.id, stream, revision, position });
    head.revision = revision;
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

  private newAddition(): Addition {
    return { events: [], streams: new Map(), created: this.clock() };
  }

  /** @returns where the event's record will begin */
  private place(
    stream: string,
    head: StreamHead,
    revision: number,
    event: ProposedEvent,
    isTombstone: boolean,
    addition: Addition,
  ): number {
    const position = this.end;
    const size = recordSize(event, stream);
    const { created } = addition;
    addition.events.push({ event, stream, number: head.number, revision, position, size, created, isTombstone });
    this.end += size;
    head.changed = position;
    return position;
  }

  private async write({ events, streams }: Addition, head: StreamHead): Promise<Outcome> {
    const position = events.at(-1)?.position ?? this.end;
    const outcome: Outcome = { kind: 'appended', revision: head.revision, position };
    await this.commit.add({ events, streams, bytes: encodeAppend(events) });
    return outcome;
  }

  /** An answer about what others wrote waits until that is on disk, because it may still be refused. */
  private async onceOnDisk(outcome: Outcome): Promise<Outcome> {
    await this.commit.add({ ...this.newAddition(), bytes: NOTHING });
    return outcome;
  }
}

const NOTHING = Buffer.alloc(0);

interface Addition {
  readonly events: LogAddition['events'][number][];
  readonly streams: Map<string, StreamEntry>;
  readonly created: number;
}

function systemEvent(type: string, data: Buffer): ProposedEvent {
  return { id: randomId(), type, isJson: true, metadata: Buffer.alloc(0), data };
}
