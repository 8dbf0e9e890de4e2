import type { Day } from '@minqing/kernel';
import {
  type Amount,
  compareActs,
  foldActs,
  type Ledger,
  type PlacedAct,
  type Question,
  type Row,
  type Tables,
  type View,
} from '@minqing/projecting';
import { type Box, boxesOf, type Part } from './boxes';
import { type Branch, isIn } from './branches';
import type { Scope } from './scope';
import { AFTER_ALL, BEFORE_ALL } from './window';

/** Sums of one term by kind. */
export type ByKind = ReadonlyMap<string, number>;

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
  const together = new Map<string, Placed[]>();
  for (const box of boxes) {
    const place = `${box.part} ${box.low} ${box.high}`;
    const own = together.get(place);
    if (own) own.push(box);
    else together.set(place, [box]);
  }
  const sums = [...together.values()].map((own) => sumsOfPart(own, table(tableOf(ledger, own[0]!.part)), parameters));
  if (sums.length === 0) return { sql: `SELECT 0 AS list, '' AS kind, 0 AS n WHERE false`, parameters, planned: 'once' };
  const sql = `SELECT list, kind, sum(n) AS n FROM (${sums.join(' UNION ALL ')}) AS boxes GROUP BY list, kind`;
  return { sql, parameters, planned: 'once' };
};

const tableOf = ({ cells, divisions }: Ledger, part: Part): { readonly name: string } =>
  part === 'cell' || part === 'cells' ? cells : divisions[part];

/** The columns of occurred, since and recorded. */
const AXES: Readonly<Record<Part, readonly [string, string, string]>> = {
  cell: ['occurred_on', 'since', 'recorded_on'],
  cells: ['occurred_on', 'since', 'recorded_on'],
  months: ['occurred_in', 'since_in', 'recorded_in'],
  days: ['occurred_on', 'since_in', 'recorded_in'],
  recorded: ['occurred_on', 'since_in', 'recorded_on'],
  since: ['occurred_on', 'since', 'recorded_on'],
};

/** The sums of boxes of one part and scope, which then share what is known of them. */
const sumsOfPart = (boxes: readonly Placed[], from: string, parameters: unknown[]): string => {
  const [{ part, low, high, recorded }] = boxes as [Placed];
  const [occurredColumn, sinceColumn, recordedColumn] = AXES[part];
  // Within a SELECT the planner does not look at what or how many they are: so one plan does for all, and none is made anew.
  const one = (value: string): string => `(SELECT $${parameters.push(value)}::text)`;
  const each = (type: string, value: (box: Placed) => string | number): string =>
    `(SELECT $${parameters.push(boxes.map(value))}::${type}[])`;
  const columns: readonly (readonly [string, string])[] = [
    ['list', each('int', ({ list }) => list)],
    ['measure', each('text', ({ measure }) => measure)],
    ['occurred_first', each('text', ({ occurred }) => occurred[0])],
    ['occurred_last', each('text', ({ occurred }) => occurred[1])],
    ['since_last', each('text', ({ since }) => since[1])],
    ...(part === 'since'
      ? ([
          ['since_first', each('text', ({ since }) => since[0])],
          ['sign', each('int', ({ sign }) => sign)],
        ] as const)
      : []),
  ];
  const conditions = [
    'measure = b.measure',
    ...(low === high ? [`scope = ${one(low)}`] : [`scope >= ${one(low)}`, `scope <= ${one(high)}`]),
    `${occurredColumn} >= b.occurred_first AND ${occurredColumn} <= b.occurred_last`,
    `${sinceColumn} <= b.since_last`,
    ...(part === 'since' ? [`${sinceColumn} >= b.since_first`] : []),
    ...(recorded[0] === BEFORE_ALL ? [] : [`${recordedColumn} >= ${one(recorded[0])}`]),
    `${recordedColumn} <= ${one(recorded[1])}`,
  ];
  return `
    SELECT b.list, s.kind, ${part === 'since' ? 'b.sign * s.n' : 's.n'} AS n
    FROM unnest(${columns.map(([, value]) => value).join(', ')}) AS b(${columns.map(([name]) => name).join(', ')})
    CROSS JOIN LATERAL (SELECT kind, sum(n) AS n FROM ${from} WHERE ${conditions.join(' AND ')} GROUP BY kind) AS s`;
};

export const sumsOfRows = (lists: readonly unknown[], rows: readonly Row[]): readonly ByKind[] => {
  const sums = lists.map(() => new Map<string, number>());
  for (const { list, kind, n } of rows) sums[Number(list)]!.set(String(kind), Number(n));
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
