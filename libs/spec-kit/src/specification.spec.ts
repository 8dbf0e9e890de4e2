import { AssertionError } from 'node:assert';
import { accept, type Decider, type Fact } from '@minqing/kernel';
import { legalHistory } from './legal-history';
import { specification } from './specification';

type Counted = Fact<'Counted', { n: number; note?: string | undefined }>;

/** Counts up to three. */
const counter: Decider<{ n: number }, { total: number }, Counted> = {
  initial: { total: 0 },
  decide: ({ n }, { total }) => {
    if (n === 0) return accept();
    if (total + n > 3) return { refusal: { code: 'TOO_MANY', total } };
    return accept<Counted>({ type: 'Counted', data: { n, note: undefined } }, { type: 'Counted', data: { n: 0 } });
  },
  evolve: ({ total }, { data }) => ({ total: total + data.n }),
};

const { given } = specification(counter);
const counted = (n: number): Counted => ({ type: 'Counted', data: { n } });

describe('specification', () => {
  it('passes on exactly the facts, or exactly the refusal', () => {
    given().when({ n: 1 }).then(counted(1), counted(0));
    given(counted(3)).when({ n: 0 }).then();
    given(counted(1), counted(2)).when({ n: 1 }).thenRefused({ code: 'TOO_MANY', total: 3 });
  });

  it.each([
    ['a missing fact', () => given().when({ n: 1 }).then(counted(1))],
    ['another order', () => given().when({ n: 1 }).then(counted(0), counted(1))],
    ['another value', () => given().when({ n: 1 }).then(counted(2), counted(0))],
    [
      'a field more',
      () =>
        given()
          .when({ n: 1 })
          .then({ type: 'Counted', data: { n: 1, note: '多' } }, counted(0)),
    ],
    ['a fact where none was written', () => given().when({ n: 0 }).then(counted(0))],
    ['a refusal where facts were written', () => given().when({ n: 1 }).thenRefused({ code: 'TOO_MANY', total: 0 })],
    ['facts where it was refused', () => given(counted(3)).when({ n: 1 }).then()],
    ['a refusal without its details', () => given(counted(3)).when({ n: 1 }).thenRefused({ code: 'TOO_MANY' })],
  ])('fails on %s', (_, wrong) => expect(wrong).toThrow(AssertionError));

  it('fails on a decider that changes what it was given', () => {
    const careless: typeof counter = { ...counter, decide: (command, state) => (Object.assign(state, command), accept()) };
    expect(() => specification(careless).given().when({ n: 1 }).then()).toThrow(TypeError);
  });
});

describe('legalHistory', () => {
  it('leaves refused commands out and lets later ones see the earlier', () => {
    expect(legalHistory(counter, [{ n: 2 }, { n: 2 }, { n: 1 }]).map(({ data }) => data.n)).toEqual([2, 0, 1, 0]);
  });
});
