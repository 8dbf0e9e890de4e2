import { ProposedEvent } from '../storage/record';
import { Writer } from '../storage/writer';
import { Call } from '../wire/call';
import { Status } from '../wire/status';
import { BatchOptions, BatchPart, BatchRefusal, batchRefused, batchSucceeded, readBatchPart } from './append.messages';
import { asCallFailure, MAX_APPEND_BYTES } from './refusals';

interface Open {
  readonly correlation: Buffer;
  readonly options: BatchOptions;
  readonly events: ProposedEvent[];
  bytes: number;
}

const SWEEP_EVERY = 100;

/**
 * `BatchAppend`: many appends over one call, each answered under its correlation id. The client waits without a deadline of its
 * own, so one that has passed is answered here; the append may still have happened.
 */
export function batchAppend(call: Call, writer: Writer, clock: () => number): void {
  const open = new Map<string, Open>();
  const sweep = setInterval(() => {
    for (const [key, append] of open) {
      if (append.options.deadline === undefined || append.options.deadline > clock()) continue;
      open.delete(key);
      call.send(batchRefused(append.correlation, append.options, Status.DEADLINE_EXCEEDED, 'Timeout', { type: 'Timeout' }));
    }
  }, SWEEP_EVERY);
  call.onClose(() => clearInterval(sweep));
  let hasEnded = false;
  const finishIfDone = () => {
    if (hasEnded && open.size === 0) call.finish();
  };
  call.receive(
    (message) => void receivePart(readBatchPart(message), open, call, writer).then(finishIfDone),
    () => {
      hasEnded = true;
      finishIfDone();
    },
  );
}

async function receivePart(part: BatchPart, open: Map<string, Open>, call: Call, writer: Writer): Promise<void> {
  const key = part.correlation.toString('latin1');
  let append = open.get(key);
  try {
    if (part.options && !append) {
      append = { correlation: part.correlation, options: part.options(), events: [], bytes: 0 };
      open.set(key, append);
    }
    if (!append) return;
    for (const event of part.events()) {
      append.events.push(event);
      append.bytes += event.data.length;
    }
  } catch (error) {
    open.delete(key);
    const { code, message } = asCallFailure(error);
    const target = append?.options ?? { stream: '', expected: 'any' };
    call.send(batchRefused(part.correlation, target, code, message, { type: 'BadRequest', message }));
    return;
  }
  if (append.bytes > MAX_APPEND_BYTES) {
    open.delete(key);
    const refusal = { type: 'MaximumAppendSizeExceeded', limit: MAX_APPEND_BYTES } as const;
    call.send(batchRefused(append.correlation, append.options, Status.INVALID_ARGUMENT, 'Maximum Append Size Exceeded.', refusal));
    return;
  }
  if (!part.isFinal) return;
  const answer = await decide(append, writer);
  // Gone if its deadline has passed meanwhile: that was the answer.
  if (open.delete(key)) call.send(answer);
}

async function decide({ correlation, options, events }: Open, writer: Writer): Promise<Buffer> {
  const { stream, expected } = options;
  const refuse = (message: string, refusal: BatchRefusal) =>
    batchRefused(correlation, options, Status.FAILED_PRECONDITION, message, refusal);
  try {
    const outcome = await writer.append({ stream, expected, events });
    if (outcome.kind === 'appended') return batchSucceeded(correlation, options, outcome.revision, outcome.position);
    if (outcome.kind === 'stream-deleted') return refuse('StreamDeleted', { type: 'StreamDeleted', stream });
    return refuse('WrongExpectedVersion', { type: 'WrongExpectedVersion', expected, current: outcome.current });
  } catch (error) {
    const { code, message } = asCallFailure(error);
    return batchRefused(correlation, options, code, message, { type: 'BadRequest', message });
  }
}
