import type { Fact, Recorded } from '@minqing/kernel';
import { recorded } from '../../../test/kit/memory-log';
import { firstRow, type Key, projection, row, type Rows, table } from '../src';

interface ThingRow {
  id: string;
  times: number;
}

type Begun = Fact<'Begun', { id: string }>;
type Grown = Fact<'Grown', { id: string }>;

const things = table<ThingRow>({ name: 'thing', columns: { id: 'text', times: 'integer' }, key: ['id'], mode: 'replace' });

const growing = projection<Begun | Grown>({
  name: 'growing',
  version: 1,
  tables: [things],
  on: {
    Begun: firstRow(
      things,
      ({ data }) => [data.id],
      ({ data }) => ({ id: data.id, times: 0 }),
    ),
    Grown: row(
      things,
      ({ data }) => [[data.id]],
      (thing) => thing && { ...thing, times: thing.times + 1 },
    ),
  },
});

const fact = (type: 'Begun' | 'Grown', id: string, revision: number): Recorded => ({
  ...recorded<Begun | Grown>(1, { type, data: { id } }, '2026-03-01T08:00:00.000+08:00'),
  revision,
});

/** Folds facts over the rows that are there already, and tells which keys were looked for. */
const folded = async (facts: readonly Recorded[], there: readonly ThingRow[] = []) => {
  const lookedFor: Key[] = [];
  const rows: Rows = {
    load: (_, keys) => {
      lookedFor.push(...keys);
      return Promise.resolve(there.filter(({ id }) => keys.some(([key]) => key === id)).map((each) => ({ ...each })));
    },
  };
  const changes = await growing.fold(
    facts.map((each) => ({ fact: each, recordedOn: '2026-03-01' })),
    rows,
  );
  return { lookedFor, changes };
};

test('what a stream begins with is looked for nowhere, nor what follows it in the same batch', async () => {
  const { lookedFor, changes } = await folded(
    [fact('Begun', 'a', 0), fact('Grown', 'a', 1), fact('Grown', 'b', 4)],
    [{ id: 'b', times: 3 }],
  );
  expect(lookedFor).toEqual([['b']]);
  expect(changes).toEqual([{ table: things, fresh: [{ id: 'a', times: 1 }], rows: [{ id: 'b', times: 4 }], removed: [] }]);
});

test('where the stream had begun before it takes the place of what is there', async () => {
  const { lookedFor, changes } = await folded([fact('Begun', 'a', 2)], [{ id: 'a', times: 7 }]);
  expect(lookedFor).toEqual([['a']]);
  expect(changes).toEqual([{ table: things, fresh: [], rows: [{ id: 'a', times: 0 }], removed: [] }]);
});
