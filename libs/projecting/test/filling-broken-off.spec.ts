import { setTimeout as sleep } from 'node:timers/promises';
import { ledger, measure, type PlacedAct, type Row } from '../src';

const seen = measure<null>({
  entity: 'thing',
  initial: null,
  placedBy: { passing: ['Seen'] },
  day: (state, acts, day) => ({
    state,
    amounts: acts.map(({ village, position }) => ({
      measure: 'thing.seen',
      scope: `VILLAGE:${village}`,
      kind: '',
      occurredOn: day,
      since: '',
      n: 1,
      of: [position],
    })),
  }),
});

/** So many that the first are given away before the rest has come. */
const MANY = 60_000;

const actsOf = (n: number): readonly Row[] => {
  const [day, village] = ['2026-03-01', '330411101243'];
  const act: PlacedAct = {
    entity: `thing:${n}`,
    day,
    position: String(n),
    n: 0,
    type: 'Seen',
    occurredOn: day,
    recordedOn: day,
    village,
    member: null,
    data: {},
  };
  return [act as unknown as Row];
};

test('a second pass that is broken off has ended when it says so: nothing is written after that', async () => {
  let written = 0;
  const write = async () => {
    await sleep(50);
    written++;
  };
  const filling = ledger({ name: 'things', version: 1, acts: {}, measures: [seen] }).filling!;
  const groups = async function* () {
    yield await Promise.resolve(Array.from({ length: MANY }, (_, n) => actsOf(n)));
    throw new Error('the database is away');
  };
  await expect(filling.complete({ groups, write, pack: write })).rejects.toThrow('the database is away');
  const before = written;
  expect(before).toBeGreaterThan(0);
  await sleep(200);
  expect(written).toBe(before);
});
