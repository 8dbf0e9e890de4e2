import { randomUUID } from 'node:crypto';
import { Writer } from '../storage/writer';
import { Call } from '../wire/call';
import { Method } from '../wire/grpc-server';
import { requireCredentials } from './access';
import { append, deleteStream, tombstoneStream } from './appends';
import { BatchAppend } from './batch-append';
import { PATHS, supportedMethods } from './features';
import { clusterOfOne } from './gossip';
import { read, Reading } from './reads';
import { asCallFailure } from './refusals';

/** What the methods need of the node they belong to. */
export interface Served extends Reading {
  readonly writer: Writer;
  readonly credentials?: { readonly username: string; readonly password: string } | undefined;
  /** Where clients reach the node, as gossip tells it. */
  readonly address: () => { readonly host: string; readonly port: number };
}

/** Every method that the node offers, by path. */
export function methods(served: Served): ReadonlyMap<string, Method> {
  const { writer, clock } = served;
  const instanceId = randomUUID();
  const restricted = (method: Method): Method => requireCredentials(served.credentials, method);
  const offered: readonly (readonly [string, Method])[] = [
    [PATHS.read, restricted((call) => read(call, served))],
    [PATHS.append, restricted((call) => append(call, writer))],
    [PATHS.batchAppend, restricted((call) => void new BatchAppend(call, writer, clock))],
    [PATHS.delete, restricted((call) => deleteStream(call, writer))],
    [PATHS.tombstone, restricted((call) => tombstoneStream(call, writer))],
    [PATHS.serverFeatures, (call) => answerOnce(call, supportedMethods)],
    [PATHS.gossip, (call) => answerOnce(call, () => clusterOfOne(instanceId, served.address(), clock()))],
  ];
  return new Map(offered.map(([path, method]) => [path, withFailures(method)]));
}

async function answerOnce(call: Call, answer: () => Buffer): Promise<void> {
  await call.receiveOne();
  call.send(answer());
  call.finish();
}

function withFailures(method: Method): Method {
  return async (call) => {
    try {
      await method(call);
    } catch (error) {
      call.fail(asCallFailure(error));
    }
  };
}
