import type { Actor, Channel } from '@minqing/kernel';

/** What surrounds a command and ends in the metadata of its facts. */
export interface CommandContext {
  /** The client's `Idempotency-Key`, a UUID. */
  readonly commandId: string;
  /** HMAC of the command as received. */
  readonly commandMac: string;
  readonly actor: Actor;
  readonly onBehalfOf?: string;
  readonly causationId: string;
  readonly correlationId: string;
  readonly channel: Channel;
  readonly programme: string;
  readonly profileVersion: number;
  /** Revision the caller saw (`If-Match`); another one is refused. */
  readonly ifMatch?: number;
}

/** What a command led to. The same command sent again gets the same answer. */
export interface Answer {
  /** Id of the entity. */
  readonly id: string;
  readonly stream: string;
  /** Revision of the stream after the command's last fact. */
  readonly revision: number;
  /** Log position of its last fact, a decimal string: pass it as `after` to read what was written. */
  readonly position: string;
  readonly facts: readonly { readonly id: string; readonly type: string }[];
}
