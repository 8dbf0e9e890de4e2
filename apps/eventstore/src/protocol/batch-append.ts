import { ProposedEvent } from '../storage/record';
import { Writer } from '../storage/writer';
import { Call } from '../wire/call';
import { Status, StatusCode } from '../wire/status';
import { BatchOptions, BatchRefusal, batchRefused, batchSucceeded, readBatchPart, Target } from './append.messages';
import { asCallFailure, invalidArgument, MAX_APPEND_BYTES } from './refusals';

/** An append that has begun to arrive and is not answered yet. */
interface Open {
  readonly correlation: Buffer;
  readonly options: BatchOptions;
  readonly events: ProposedEvent[];
  readonly deadline: number;
  dataBytes: number;
  /** Bytes of all its messages, metadata included. */
  heldBytes: number;
}

const SWEEP_EVERY = 100;
const DEFAULT_DEADLINE = 10_000;
/** Bytes that one append may have with its metadata, and how many appends one call may have open. */
const MOST_HELD_BYTES = 16 * 1024 * 1024;
const MOST_OPEN = 10_000;

/**
 * `BatchAppend`: many appends over one call, each answered under its correlation id. The client waits without a deadline of its
 * own, so one that has passed is answered here; the append may still have happened.
 */
export class BatchAppend {
  private readonly open = new Map<string, Open>();
  private hasEnded = false;

  constructor(
    private readonly call: Call,
    private readonly writer: Writer,
    private readonly clock: () => number,
  ) {
    const sweep = setInterval(() => this.giveUpOverdue(), SWEEP_EVERY);
    call.onClose(() => clearInterval(sweep));
    call.receive(
      (message) => {
        const append = this.take(message);
        if (append) void this.settle(append);
      },
      () => {
        this.hasEnded = true;
        this.finishIfDone();
      },
    );
  }

  private async settle(append: Open): Promise<void> {
    const answer = await this.decide(append);
    // Gone if its deadline has passed meanwhile: that was the answer.
    if (this.open.delete(append.correlation.toString('latin1'))) this.call.send(answer);
    this.finishIfDone();
  }

  /** The append that this message completes. */
  private take(message: Buffer): Open | undefined {
    const part = readBatchPart(message);
    const key = part.correlation.toString('latin1');
    let append = this.open.get(key);
    try {
      if (part.options && !append) {
        const options = part.options();
        const deadline = options.deadline ?? this.clock() + DEFAULT_DEADLINE;
        append = { correlation: part.correlation, options, events: [], deadline, dataBytes: 0, heldBytes: 0 };
        this.open.set(key, append);
      }
      if (!append) return undefined;
      append.heldBytes += message.length;
      if (append.heldBytes > MOST_HELD_BYTES || this.open.size > MOST_OPEN) {
        throw invalidArgument('未完成的追加占用过多。 Unfinished appends hold too much.');
      }
      for (const event of part.events()) {
        append.events.push(event);
        append.dataBytes += event.data.length;
      }
    } catch (error) {
      const { code, message } = asCallFailure(error);
      this.refuse(part.correlation, append?.options ?? { stream: '', expected: 'any' }, code, message, { type: 'BadRequest', message });
      return undefined;
    }
    if (append.dataBytes > MAX_APPEND_BYTES) {
      const reason = { type: 'MaximumAppendSizeExceeded', limit: MAX_APPEND_BYTES } as const;
      this.refuse(append.correlation, append.options, Status.INVALID_ARGUMENT, 'Maximum Append Size Exceeded.', reason);
      return undefined;
    }
    this.holdBackIfNeeded();
    return part.isFinal ? append : undefined;
  }

  private async decide({ correlation, options, events }: Open): Promise<Buffer> {
    const { stream, expected } = options;
    const refused = (message: string, reason: BatchRefusal) =>
      batchRefused(correlation, options, Status.FAILED_PRECONDITION, message, reason);
    try {
      const outcome = await this.writer.append({ stream, expected, events });
      if (outcome.kind === 'appended') return batchSucceeded(correlation, options, outcome.revision, outcome.position);
      if (outcome.kind === 'stream-deleted') return refused('StreamDeleted', { type: 'StreamDeleted', stream });
      return refused('WrongExpectedVersion', { type: 'WrongExpectedVersion', expected, current: outcome.current });
    } catch (error) {
      const { code, message } = asCallFailure(error);
      return batchRefused(correlation, options, code, message, { type: 'BadRequest', message });
    }
  }

  private refuse(correlation: Buffer, target: Target, code: StatusCode, message: string, reason: BatchRefusal): void {
    this.open.delete(correlation.toString('latin1'));
    this.call.send(batchRefused(correlation, target, code, message, reason));
  }

  private giveUpOverdue(): void {
    const now = this.clock();
    for (const { correlation, options, deadline } of this.open.values()) {
      if (deadline <= now) this.refuse(correlation, options, Status.DEADLINE_EXCEEDED, 'Timeout', { type: 'Timeout' });
    }
    this.finishIfDone();
  }

  /** Takes no more while the disk is behind, or while the caller does not take its answers. */
  private holdBackIfNeeded(): void {
    if (this.writer.isBehind) this.call.holdBack(this.writer.idle());
    else if (this.call.isCongested) this.call.holdBack(this.call.ready());
  }

  private finishIfDone(): void {
    if (this.hasEnded && this.open.size === 0) this.call.finish();
  }
}
