import { randomUUID } from 'node:crypto';
import { EventLog } from '../storage/event-log';
import { LogRecord } from '../storage/record';
import { StreamHeads } from '../storage/stream-heads';
import { Call } from '../wire/call';
import { ProtoWriter } from '../wire/proto-writer';
import { resolve } from './link';
import { caughtUp, ReadRequest, readReadRequest, streamNotFound, subscriptionConfirmed, writeCheckpoint } from './read.messages';
import { writeEvent } from './recorded-event';
import { streamDeleted } from './refusals';
import { AllSource, Source, StreamSource } from './sources';
import { Commits } from './commits';

/** Events are sent in pieces of about this size, so that a slow reader holds up no memory and a fast one few turns. */
const PIECE_BYTES = 128 * 1024;
/** Room for a full piece and its last event, and for the few events of one that is not: large buffers call the collector. */
const ROOM = { full: PIECE_BYTES + 16 * 1024, few: 2 * 1024 };

export interface Reading {
  readonly log: EventLog;
  readonly heads: StreamHeads;
  readonly commits: Commits;
  readonly clock: () => number;
}

/** `Read`: a stream or `$all`, both directions, once or as a subscription. */
export async function read(call: Call, reading: Reading): Promise<void> {
  const request = readReadRequest(await call.receiveOne());
  const source = sourceOf(request, reading);
  if (source instanceof StreamSource && source.isGone) throw streamDeleted(request.stream ?? '');
  if (request.count === undefined) await subscribe(call, request, source, reading);
  else await readOnce(call, request, source, reading);
}

function sourceOf(request: ReadRequest, { log, heads, clock }: Reading): AllSource | StreamSource {
  const { stream } = request;
  return stream === undefined ? new AllSource(log, request) : new StreamSource(log, heads, clock, { ...request, stream });
}

async function readOnce(call: Call, request: ReadRequest, source: AllSource | StreamSource, { log }: Reading): Promise<void> {
  if (source instanceof StreamSource && !source.isThere) call.send(streamNotFound(request.stream ?? ''));
  else {
    const out = new Pieces(request, log);
    let left = request.count ?? 0;
    while (left > 0 && call.isOpen) {
      const { taken, isEnd, bytes } = out.fill(source, left);
      left -= taken;
      call.send(bytes);
      if (isEnd) break;
      await call.ready();
    }
  }
  call.finish();
}

async function subscribe(call: Call, request: ReadRequest, source: AllSource | StreamSource, reading: Reading): Promise<void> {
  const wake = reading.commits.listen(request.stream);
  call.onClose(() => wake.stop());
  call.send(subscriptionConfirmed(randomUUID()));
  const out = new Pieces(request, reading.log);
  let isLive = false;
  while (call.isOpen) {
    const { isEnd, bytes } = out.fill(source, Infinity);
    call.send(bytes);
    await call.ready();
    if (!isEnd) continue;
    if (source instanceof StreamSource && source.tombstone) {
      call.send(out.only(source.tombstone));
      throw streamDeleted(request.stream ?? '');
    }
    if (!isLive) {
      isLive = true;
      call.send(out.checkpointIfNone());
      call.send(caughtUp());
    }
    await wake.next();
  }
}

/** Turns events into pieces of the answer, and counts what a filter has considered. */
class Pieces {
  private considered = 0;
  private checkpoints = 0;
  private last = 0;
  private room = ROOM.few;

  constructor(
    private readonly request: ReadRequest,
    private readonly log: EventLog,
  ) {}

  /** One piece of at most `limit` events. `isEnd` says that the source had no more. */
  fill(source: Source, limit: number): { taken: number; isEnd: boolean; bytes: Buffer } {
    const writer = new ProtoWriter(this.room);
    let taken = 0;
    let seen = 0;
    let isEnd = true;
    for (const record of source.next()) {
      if (this.write(writer, record)) taken++;
      seen++;
      if (taken === limit || writer.size >= PIECE_BYTES || seen === MOST_PER_PIECE) {
        isEnd = false;
        break;
      }
    }
    this.room = writer.size >= PIECE_BYTES ? ROOM.full : ROOM.few;
    return { taken, isEnd, bytes: writer.finish() };
  }

  only(record: LogRecord): Buffer {
    const writer = new ProtoWriter();
    this.write(writer, record);
    return writer.finish();
  }

  /** A filtered subscription that found nothing at all still hears how far the search has come. */
  checkpointIfNone(): Buffer {
    const writer = new ProtoWriter(32);
    if (this.request.filter && this.checkpoints === 0 && this.last > 0) this.checkpoint(writer);
    return writer.finish();
  }

  private write(writer: ProtoWriter, record: LogRecord): boolean {
    const { filter, resolveLinks, structuredIds } = this.request;
    const isWanted = !filter || filter.matches(record);
    if (isWanted) writeEvent(writer, resolveLinks ? resolve(record, this.log) : { event: record, link: undefined }, structuredIds);
    this.last = record.position;
    if (filter && ++this.considered === filter.checkpointEvery) {
      this.considered = 0;
      this.checkpoint(writer);
    }
    return isWanted;
  }

  private checkpoint(writer: ProtoWriter): void {
    this.checkpoints++;
    writeCheckpoint(writer, this.last);
  }
}

/** A filter that wants little still lets others have their turn. */
const MOST_PER_PIECE = 2000;
