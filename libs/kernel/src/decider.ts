import type { Fact } from './fact';
import type { Refusal } from './refusal';

export type Decision<F extends Fact> = { readonly facts: readonly F[] } | { readonly refusal: Refusal };

/**
 * The pure heart of a stream: `decide` says which facts follow from a command, `evolve` what they add up to.
 * `evolve` is total: history can not be refused, and a fact of another context on the same stream is ignored.
 */
export interface Decider<C, S, F extends Fact> {
  readonly initial: S;
  decide(command: C, state: S): Decision<F>;
  evolve(state: S, fact: F): S;
}

export const accept = <F extends Fact>(...facts: F[]): Decision<F> => ({ facts });

/** Closes a switch over commands: a command nobody handles does not compile. */
export const impossible = (command: never): never => {
  throw new Error(`no decision for ${JSON.stringify(command)}`);
};

export const fold = <S, F extends Fact>(decider: Pick<Decider<never, S, F>, 'initial' | 'evolve'>, facts: Iterable<F>): S => {
  let state = decider.initial;
  for (const fact of facts) state = decider.evolve(state, fact);
  return state;
};
