import { deepStrictEqual } from 'node:assert/strict';
import { type Decider, type Decision, type Fact, fold, type Refusal } from '@minqing/kernel';

/** What followed from the command; one of the two must be said, or nothing was checked. */
export interface Outcome<F extends Fact> {
  /** Exactly these facts in exactly this order, every field; none at all where the command changes nothing. */
  then(...facts: readonly F[]): void;
  /** Exactly this refusal with every detail. */
  thenRefused(refusal: Refusal): void;
}

export interface Given<C, F extends Fact> {
  when(command: C): Outcome<F>;
}

/**
 * Given / when / then over a pure decider.
 *
 * Facts are compared as the JSON they are stored as, so a field that is `undefined` equals one that is absent, and
 * nothing else is forgiven. What was given is frozen: a decider that changes its state or command throws.
 *
 * @example
 * const { given } = specification(household);
 * given(registered).when({ type: 'CloseHousehold', … }).then({ type: 'HouseholdClosed', data: { … } });
 */
export const specification = <C, S, F extends Fact>(decider: Decider<C, S, F>) => ({
  given: (...facts: readonly F[]): Given<C, F> => ({
    when: (command) => {
      const decision = decider.decide(frozen(command), frozen(fold(decider, facts.map(frozen))));
      return {
        // oxlint-disable-next-line unicorn/no-thenable -- given / when / then; nobody awaits a decision
        then: (...expected) => deepStrictEqual(asStored(outcomeOf(decision)), asStored({ facts: expected })),
        thenRefused: (refusal) => deepStrictEqual(asStored(outcomeOf(decision)), asStored({ refusal })),
      };
    },
  }),
});

const outcomeOf = (decision: Decision<Fact>) =>
  'refusal' in decision ? { refusal: decision.refusal } : { facts: decision.facts.map(({ type, data }) => ({ type, data })) };

const asStored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
};
