import type { Actor, Instant, Sealed } from '@minqing/kernel';

/** What the log is to say of a key's destruction; kept beside the destroyed key until the log says it. */
export interface ShreddingOrder {
  /** Id of the command, so that the fact is written once however often it is tried. */
  readonly commandId: string;
  readonly actor: Actor;
  readonly at: Instant;
  readonly villageCode?: string | undefined;
  readonly reason?: Sealed | undefined;
}
