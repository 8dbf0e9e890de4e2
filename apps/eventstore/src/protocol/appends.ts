import { Outcome } from '../storage/append';
import { ProposedEvent } from '../storage/record';
import { Writer } from '../storage/writer';
import { Call } from '../wire/call';
import { appendConflicted, appendSucceeded, deleted, readAppendPart, readDeletion, Target } from './append.messages';
import { appendTooLarge, invalidArgument, MAX_APPEND_BYTES, streamDeleted, wrongExpectedVersion } from './refusals';

/** `Append`: options, then events one by one, then one answer. */
export async function append(call: Call, writer: Writer): Promise<void> {
  const { target, events } = await receiveAppend(call);
  const outcome = await writer.append({ ...target, events });
  if (outcome.kind === 'stream-deleted') throw streamDeleted(target.stream);
  call.send(
    outcome.kind === 'appended' ? appendSucceeded(outcome.revision, outcome.position) : appendConflicted(target.expected, outcome.current),
  );
  call.finish();
}

function receiveAppend(call: Call): Promise<{ target: Target; events: ProposedEvent[] }> {
  return new Promise((resolve) => {
    let target: Target | undefined;
    let bytes = 0;
    const events: ProposedEvent[] = [];
    call.receive(
      (message) => {
        const part = readAppendPart(message);
        if (!part) return;
        if ('expected' in part) target = part;
        else {
          bytes += part.data.length;
          if (bytes > MAX_APPEND_BYTES) throw appendTooLarge();
          events.push(part);
        }
      },
      () => {
        if (!target) throw invalidArgument('请求没有选项。 The request has no options.');
        resolve({ target, events });
      },
    );
  });
}

export async function deleteStream(call: Call, writer: Writer): Promise<void> {
  const target = readDeletion(await call.receiveOne());
  answerDeletion(call, target, await writer.delete(target.stream, target.expected));
}

export async function tombstoneStream(call: Call, writer: Writer): Promise<void> {
  const target = readDeletion(await call.receiveOne());
  answerDeletion(call, target, await writer.tombstone(target.stream, target.expected));
}

/** The third encoding of a wrong expectation: trailers. */
function answerDeletion(call: Call, { stream, expected }: Target, outcome: Outcome): void {
  if (outcome.kind === 'stream-deleted') throw streamDeleted(stream);
  if (outcome.kind === 'wrong-revision') throw wrongExpectedVersion(stream, expected, outcome.current);
  call.send(deleted(outcome.position));
  call.finish();
}
