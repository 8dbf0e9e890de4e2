import { EventLog } from '../storage/event-log';
import { LogRecord } from '../storage/record';
import { StreamHeads } from '../storage/stream-heads';
import { streamOfMetadata } from '../storage/stream-rules';
import { ReadRequest } from './read.messages';
import { invalidArgument } from './refusals';

/** Events in the order in which a reader wants them; every call begins where the last one ended. */
export interface Source {
  /** The next events, as far as the caller takes them; no more than are on disk now. */
  next(): Generator<LogRecord>;
}

/**
 * `$all`. Reading includes the position it starts from, subscribing begins after it, and backwards ends before it.
 * @throws CallFailed INVALID_ARGUMENT for a position between two records
 */
export class AllSource implements Source {
  private at: number;

  constructor(
    private readonly log: EventLog,
    private readonly request: ReadRequest,
  ) {
    const { from, direction, count } = request;
    if (from === 'start' || from === 0) this.at = log.start;
    else if (from === 'end' || from >= log.end) this.at = log.end;
    else {
      const record = log.at(from);
      if (!record) throw invalidArgument(`${from} 不是日志中的位置。 No event begins at ${from}.`);
      this.at = count === undefined && direction === 'forwards' ? record.end : from;
    }
  }

  *next(): Generator<LogRecord> {
    const { direction } = this.request;
    for (const record of this.log.records(this.at, direction)) {
      this.at = direction === 'forwards' ? record.end : record.position;
      yield record;
    }
  }
}

/** One stream, as much of it as its metadata leaves readable. */
export class StreamSource implements Source {
  private at: number;
  private readonly stream: string;

  constructor(
    private readonly log: EventLog,
    private readonly heads: StreamHeads,
    private readonly clock: () => number,
    private readonly request: ReadRequest & { readonly stream: string },
  ) {
    this.stream = request.stream;
    const { from, direction, count } = request;
    const last = this.lastRevision();
    if (from === 'start') this.at = 0;
    else if (from === 'end') this.at = direction === 'backwards' ? last : last + 1;
    else if (count === undefined) this.at = from + 1;
    else this.at = direction === 'backwards' ? Math.min(from, last) : from;
  }

  /** A stream is there once its first event is, and until it is deleted. */
  get isThere(): boolean {
    return this.lastRevision() >= 0 && !this.heads.of(this.stream).rules.isDeleted;
  }

  /** The event that ended the stream for good. */
  get tombstone(): LogRecord | undefined {
    const position = this.log.entry(this.stream)?.tombstone;
    return position === undefined ? undefined : this.log.at(position);
  }

  /** Deleted for good, or the metadata of a stream that is. */
  get isGone(): boolean {
    const described = streamOfMetadata(this.stream);
    return this.tombstone !== undefined || (described !== undefined && this.log.entry(described)?.tombstone !== undefined);
  }

  *next(): Generator<LogRecord> {
    const entry = this.log.entry(this.stream);
    if (!entry) return;
    const last = this.lastRevision();
    const { rules } = this.heads.of(this.stream);
    const first = Math.max(rules.truncateBefore ?? 0, rules.maxCount === undefined ? 0 : last - rules.maxCount + 1);
    const isForwards = this.request.direction === 'forwards';
    const [start, end] = isForwards ? [Math.max(this.at, first), last] : [this.at, first];
    if (isForwards ? start > end : start < end) return;
    const notBefore = rules.maxAge === undefined ? 0 : this.clock() - rules.maxAge;
    for (const record of this.log.streamRecords(entry.number, start, end)) {
      this.at = isForwards ? record.revision + 1 : record.revision - 1;
      if (record.created >= notBefore) yield record;
    }
  }

  private lastRevision(): number {
    const entry = this.log.entry(this.stream);
    return entry ? this.log.lastRevision(entry.number) : -1;
  }
}
