import type { Day } from '@minqing/kernel';
import { type Amount, compareActs, foldActs, type Ledger, type PlacedAct, type Question, type Tables, type View } from '@minqing/projecting';
import { type Branch, isIn } from './branches';

/** Sums of one term by kind. */
export type ByKind = ReadonlyMap<string, number>;

/** One sum of one list. */
export interface SumRow {
  readonly list: number;
  readonly kind: string;
  readonly n: string;
}

/**
 * The statement that adds up the cells of each list of branches.
 * @param recordedBy as known at the end of that day; default: as known now
 */
export const sumsOfCells = (
  ledger: Ledger,
  table: Tables,
  lists: readonly (readonly Branch[])[],
  recordedBy: Day | undefined,
): Question => {
  const flat = lists.flatMap((branches, list) => branches.map((branch) => ({ list, ...branch })));
  return {
    sql: `SELECT b.list, c.kind, sum(c.n) AS n
     FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       AS b(list, measure, low, high, first, last, since_most)
     CROSS JOIN LATERAL (
       SELECT kind, sum(n) AS n FROM ${table(recordedBy === undefined ? ledger.now : ledger.cells)}
       WHERE measure = b.measure AND scope >= b.low AND scope <= b.high
         AND occurred_on >= b.first AND occurred_on <= b.last AND since <= b.since_most
         ${recordedBy === undefined ? '' : 'AND recorded_on <= $8'}
       GROUP BY kind) AS c
     GROUP BY b.list, c.kind`,
    parameters: [
      flat.map(({ list }) => list),
      flat.map(({ measure }) => measure),
      flat.map(({ low }) => low),
      flat.map(({ high }) => high),
      flat.map(({ first }) => first),
      flat.map(({ last }) => last),
      flat.map(({ sinceMost }) => sinceMost),
      ...(recordedBy === undefined ? [] : [recordedBy]),
    ],
  };
};

export const sumsOfRows = (lists: readonly unknown[], rows: readonly SumRow[]): readonly ByKind[] => {
  const sums = lists.map(() => new Map<string, number>());
  for (const { list, kind, n } of rows) sums[list]!.set(kind, Number(n));
  return sums;
};

export const sumAmounts = (amounts: readonly Amount[], branches: readonly Branch[]): ByKind => {
  const sums = new Map<string, number>();
  for (const amount of amounts) {
    const times = branches.filter((branch) => isIn(branch, amount)).length;
    if (times > 0) sums.set(amount.kind, (sums.get(amount.kind) ?? 0) + times * amount.n);
  }
  return sums;
};

/** The acts of these entities as known at the end of a day, in business order, by entity. */
export const actsOfEntities = async (
  view: View,
  ledger: Ledger,
  entities: readonly string[],
  recordedBy: Day | undefined,
): Promise<ReadonlyMap<string, readonly PlacedAct[]>> => {
  const rows = await view.query<PlacedAct>(
    `SELECT entity, day, position::text, n, type, occurred_on AS "occurredOn", recorded_on AS "recordedOn", village, member, data
     FROM ${view.table(ledger.acts)} WHERE entity = ANY($1) AND recorded_on <= $2`,
    [entities, recordedBy ?? '9999-12-31'],
  );
  const byEntity = new Map<string, PlacedAct[]>(entities.map((entity) => [entity, []]));
  for (const act of rows) byEntity.get(act.entity)!.push(act);
  for (const acts of byEntity.values()) acts.sort(compareActs);
  return byEntity;
};

export const amountsOf = (ledger: Ledger, entity: string, acts: readonly PlacedAct[]): readonly Amount[] =>
  foldActs(ledger.measureOf(entity), acts).amounts;

/** Every amount of one household: its own and those of the visits that were ever recorded of it. */
export const amountsOfHousehold = async (
  view: View,
  ledger: Ledger,
  id: string,
  recordedBy: Day | undefined,
): Promise<readonly Amount[]> => {
  const household = `household:${id}`;
  const own = await actsOfEntities(view, ledger, [household], recordedBy);
  const visits = [...(own.get(household) ?? [])].flatMap(({ data }) => ('visit' in data ? [`visit:${String(data.visit)}`] : []));
  const all = new Map([...own, ...(await actsOfEntities(view, ledger, [...new Set(visits)], recordedBy))]);
  return [...all].flatMap(([entity, acts]) => amountsOf(ledger, entity, acts));
};
