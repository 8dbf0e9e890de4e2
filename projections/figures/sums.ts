import type { Day } from '@minqing/kernel';
import {
  type Amount,
  compareActs,
  foldActs,
  type Ledger,
  type PlacedAct,
  type Question,
  type Tables,
  type View,
} from '@minqing/projecting';
import { type Box, boxesOf, type Part } from './boxes';
import { type Branch, isIn } from './branches';
import type { Scope } from './scope';
import { AFTER_ALL } from './window';

/** Sums of one term by kind. */
export type ByKind = ReadonlyMap<string, number>;

/** One sum of one list. */
export interface SumRow {
  readonly list: number;
  readonly kind: string;
  readonly n: string;
}

interface Placed extends Box {
  readonly list: number;
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
  const boxes = lists.flatMap((branches, list) =>
    branches.flatMap((branch) => boxesOf(branch, recordedBy).map((box): Placed => ({ list, ...box }))),
  );
  const parameters: unknown[] = [];
  const sums = parts(ledger).flatMap(({ part, from, scope, axes: [occurred, since, recorded] }) => {
    const own = boxes.filter((box) => box.part === part);
    if (own.length === 0) return [];
    // Within a SELECT the planner does not look at how many there are: so one plan does for all, and none is made anew.
    const arrays = BOX_COLUMNS.map(([, type, value]) => `(SELECT $${parameters.push(own.map(value))}::${type}[])`);
    return `
      SELECT b.list, s.kind, b.sign * s.n AS n FROM unnest(${arrays.join(', ')}) AS b(${BOX_COLUMNS.map(([name]) => name).join(', ')})
      CROSS JOIN LATERAL (
        SELECT kind, sum(n) AS n FROM ${table(from)}
        WHERE measure = b.measure AND ${scope}
          AND ${occurred} >= b.occurred_first AND ${occurred} <= b.occurred_last
          AND ${since} >= b.since_first AND ${since} <= b.since_last
          AND ${recorded} >= b.recorded_first AND ${recorded} <= b.recorded_last
        GROUP BY kind) AS s`;
  });
  if (sums.length === 0) return { sql: `SELECT 0 AS list, '' AS kind, 0 AS n WHERE false`, parameters, planned: 'once' };
  const sql = `SELECT list, kind, sum(n) AS n FROM (${sums.join(' UNION ALL ')}) AS boxes GROUP BY list, kind`;
  return { sql, parameters, planned: 'once' };
};

const BOX_COLUMNS: readonly (readonly [name: string, type: string, value: (box: Placed) => string | number])[] = [
  ['list', 'int', ({ list }) => list],
  ['sign', 'int', ({ sign }) => sign],
  ['measure', 'text', ({ measure }) => measure],
  ['low', 'text', ({ low }) => low],
  ['high', 'text', ({ high }) => high],
  ['occurred_first', 'text', ({ occurred }) => occurred[0]],
  ['occurred_last', 'text', ({ occurred }) => occurred[1]],
  ['since_first', 'text', ({ since }) => since[0]],
  ['since_last', 'text', ({ since }) => since[1]],
  ['recorded_first', 'text', ({ recorded }) => recorded[0]],
  ['recorded_last', 'text', ({ recorded }) => recorded[1]],
];

interface PartTable {
  readonly part: Part;
  readonly from: { readonly name: string };
  readonly scope: string;
  /** The columns of occurred, since and recorded. */
  readonly axes: readonly [string, string, string];
}

const ONE = 'scope = b.low';
const SOME = 'scope >= b.low AND scope <= b.high';

const parts = ({ cells, divisions: { months, days, recorded, since } }: Ledger): readonly PartTable[] => [
  { part: 'cell', from: cells, scope: ONE, axes: ['occurred_on', 'since', 'recorded_on'] },
  { part: 'cells', from: cells, scope: SOME, axes: ['occurred_on', 'since', 'recorded_on'] },
  { part: 'months', from: months, scope: ONE, axes: ['occurred_in', 'since_in', 'recorded_in'] },
  { part: 'days', from: days, scope: ONE, axes: ['occurred_on', 'since_in', 'recorded_in'] },
  { part: 'recorded', from: recorded, scope: ONE, axes: ['occurred_on', 'since_in', 'recorded_on'] },
  { part: 'since', from: since, scope: ONE, axes: ['occurred_on', 'since', 'recorded_on'] },
];

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

/** Columns of acts as a `PlacedAct` has them. */
export const ACT_COLUMNS =
  'entity, day, position::text, n, type, occurred_on AS "occurredOn", recorded_on AS "recordedOn", village, member, data';

/** The acts of these entities as known at the end of a day, in business order, by entity. */
export const actsOfEntities = async (
  view: View,
  ledger: Ledger,
  entities: readonly string[],
  recordedBy: Day | undefined,
): Promise<ReadonlyMap<string, readonly PlacedAct[]>> => {
  const rows = await view.query<PlacedAct>(
    `SELECT ${ACT_COLUMNS}
     FROM ${view.table(ledger.acts)} WHERE entity = ANY($1) AND recorded_on <= $2`,
    [entities, recordedBy ?? AFTER_ALL],
  );
  const byEntity = new Map<string, PlacedAct[]>(entities.map((entity) => [entity, []]));
  for (const act of rows) byEntity.get(act.entity)!.push(act);
  for (const acts of byEntity.values()) acts.sort(compareActs);
  return byEntity;
};

export const amountsOf = (ledger: Ledger, entity: string, acts: readonly PlacedAct[]): readonly Amount[] =>
  foldActs(ledger.measureOf(entity), acts).amounts;

/** Every amount that may be of one member or household: those of all that names it, whatever became of that. */
export const amountsNaming = async (
  view: View,
  ledger: Ledger,
  { name, id }: Extract<Scope, { readonly name: 'member' | 'household' }>,
  recordedBy: Day | undefined,
): Promise<readonly Amount[]> => {
  const own = `${name}:${id}`;
  const entities =
    name === 'household'
      ? await visitsOfHousehold(view, ledger, own)
      : (await view.query<{ entity: string }>(`SELECT DISTINCT entity FROM ${view.table(ledger.acts)} WHERE member = $1`, [id])).map(
          ({ entity }) => entity,
        );
  const acts = await actsOfEntities(view, ledger, [...new Set([own, ...entities])], recordedBy);
  return [...acts].flatMap(([entity, own]) => amountsOf(ledger, entity, own));
};

const visitsOfHousehold = async (view: View, ledger: Ledger, household: string): Promise<readonly string[]> => {
  const rows = await view.query<{ visit: string }>(
    `SELECT DISTINCT data->>'visit' AS visit FROM ${view.table(ledger.acts)} WHERE entity = $1 AND data ? 'visit'`,
    [household],
  );
  return rows.map(({ visit }) => `visit:${visit}`);
};
