import { hash } from 'node:crypto';
import { type CommandContext, factIdOf, type HistoricalFact, uuidv5 } from '@minqing/event-log';
import type { Decider, Fact, Instant, Role } from '@minqing/kernel';
import { DEFAULT_PROGRAMME } from '@minqing/programmes';

/** Whoever acts, in a village. */
export interface Author {
  readonly id: string;
  readonly role: Role;
  readonly unitCode: string;
}

/**
 * Writes down what a history's commands led to: every fact is what the real decider says, with the ids and the metadata
 * that it would have had, and says of itself that it was loaded (`channel` IMPORT, `clock` STEPPED, one `correlationId`).
 * `readAt` is absent: what a loaded command looked up is the history's own plan, not a place in the log.
 */
export class Scribe {
  #commands = 0;

  constructor(readonly loadId: string) {}

  /** A command of the next id, which is the same on every run. Nobody sends it, so its mark is a plain hash of that id. */
  context(author: Author): CommandContext {
    const commandId = uuidv5(`command/${this.#commands++}`, this.loadId);
    return {
      commandId,
      commandMac: hash('sha256', `load/${commandId}`),
      actor: author,
      causationId: commandId,
      correlationId: this.loadId,
      channel: 'IMPORT',
      programme: DEFAULT_PROGRAMME,
      profileVersion: 1,
    };
  }

  /** @throws where the decider refuses: a history is planned so that none does */
  decide<C, S, F extends Fact>(
    decider: Decider<C, S, F>,
    state: S,
    command: C,
    context: CommandContext,
    recordedAt: Instant,
    occurredAt = recordedAt,
  ): Decided<S> {
    const decision = decider.decide(command, state);
    if ('refusal' in decision)
      throw new Error(`the history is at fault: ${JSON.stringify(decision.refusal)} to ${JSON.stringify(command)}`);
    const { ifMatch: _, ...said } = context;
    const metadata = { ...said, occurredAt, recordedAt, clock: 'STEPPED' as const };
    return {
      facts: decision.facts.map((fact, n) => ({ id: factIdOf(context.commandId, n), fact, metadata })),
      state: decision.facts.reduce((folded, fact) => decider.evolve(folded, fact), state),
    };
  }
}

export interface Decided<S> {
  readonly facts: readonly HistoricalFact[];
  readonly state: S;
}
