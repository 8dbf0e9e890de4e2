import type { Decider, Fact } from '@minqing/kernel';

/**
 * The facts that follow when commands arrive one after another and the refused ones are left out: with random
 * commands, any history the decider can ever write. Its invariants must hold for the history of every prefix of the
 * commands.
 */
export const legalHistory = <C, S, F extends Fact>(decider: Decider<C, S, F>, commands: Iterable<C>): readonly F[] => {
  const history: F[] = [];
  let state = decider.initial;
  for (const command of commands) {
    const decision = decider.decide(command, state);
    if ('refusal' in decision) continue;
    for (const fact of decision.facts) {
      history.push(fact);
      state = decider.evolve(state, fact);
    }
  }
  return history;
};
