import type { Day } from '@minqing/kernel';
import { type Amount, compareActs, dayNumber, foldActs, type Joint, type Ledger, type PlacedAct, type View } from '@minqing/projecting';
import { type Box, boxesOf, type Part, type Range } from './boxes';
import { type Branch, isIn } from './branches';
import type { Scope } from './scope';
import { AFTER_ALL } from './window';

/** Sums of one term by kind. */
export type ByKind = ReadonlyMap<string, number>;

/** Sums that one answer is made of: of each list of branches, as known at the end of a day (default: as known now). */
export interface SumsAsked {
  readonly lists: readonly (readonly Branch[])[];
  readonly recordedBy?: Day | undefined;
}

interface Placed {
  readonly box: Box;
  /** Which of all the lists that are asked for. */
  readonly list: number;
}

/** Adds up a ledger's cells, for many who ask at once. */
export const sumsOfCells = (ledger: Ledger): Joint<SumsAsked, readonly ByKind[]> => ({
  projection: ledger,
  question: (table, asked) => {
    const byPart = new Map<Part, Placed[]>(PARTS.map((part) => [part, []]));
    let list = 0;
    for (const { lists, recordedBy } of asked) {
      for (const branches of lists) {
        for (const branch of branches) for (const box of boxesOf(branch, recordedBy)) byPart.get(box.part)!.push({ box, list });
        list++;
      }
    }
    const parameters: unknown[] = [];
    // Parts of which nothing is asked too: a text for every choice of parts would be planned anew for each, in each connection.
    const sums = [...byPart].map(([part, boxes]) => sumsOfPart(part, boxes, table(tableOf(ledger, part)), parameters));
    const sql = `SELECT list, kind, sum(n) AS n FROM (${sums.join(' UNION ALL ')}) AS boxes GROUP BY list, kind`;
    return { sql, parameters, planned: 'once' };
  },
  answers: (rows, asked) => {
    const sums = asked.map(({ lists }) => lists.map(() => new Map<string, number>()));
    const all = sums.flat();
    for (const { list, kind, n } of rows) all[Number(list)]!.set(String(kind), Number(n));
    return sums;
  },
});

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

/** Whether its boxes are also taken away. */
const isSigned = (part: Part): boolean => part === 'days' || part === 'recorded' || part === 'since';

const PARTS = Object.keys(AXES) as readonly Part[];

/** The rows of boxes of one part. */
const sumsOfPart = (part: Part, boxes: readonly Placed[], from: string, parameters: unknown[]): string => {
  const [occurredColumn, sinceColumn, recordedColumn] = AXES[part];
  const along = { since: sinceColumn, recorded: recordedColumn }[part as string] ?? occurredColumn;
  const columns: string[] = [];
  // Within a SELECT the planner does not look at what or how many they are: so one plan does for all, and none is made anew.
  const each = (name: string, type: string, of: (placed: Placed) => string | number): string => {
    parameters.push(boxes.map(of));
    columns.push(`(SELECT $${parameters.length}::${type}[])`);
    return name;
  };
  const names = [each('list', 'int', ({ list }) => list)];
  const value = (type: string, of: (box: Box) => string | number): string => {
    const name = `x${names.length}`;
    names.push(each(name, type, ({ box }) => of(box)));
    return `b.${name}`;
  };
  const day = (of: (box: Box) => Day): string => value('int', (box) => dayNumber(of(box)));
  const conditions: string[] = [];
  const within = (column: string, of: (box: Box) => Range): void => {
    // Of what is stored together: whether any of it can lie within.
    const [from, to] = [day((box) => of(box)[0]), day((box) => of(box)[1])];
    if (column === along) conditions.push(`last >= ${from}`, `first <= ${to}`);
    conditions.push(`${column} >= ${from}`, `${column} <= ${to}`);
  };
  const upTo = (column: string, of: (box: Box) => Range): void => {
    conditions.push(`${column} <= ${day((box) => of(box)[1])}`);
  };
  conditions.push(`measure = ${value('text', ({ measure }) => measure)}`);
  if (part === 'cells') conditions.push(`scope >= ${value('text', ({ low }) => low)}`, `scope <= ${value('text', ({ high }) => high)}`);
  else conditions.push(`scope = ${value('text', ({ low }) => low)}`);
  within(occurredColumn, ({ occurred }) => occurred);
  (part === 'since' ? within : upTo)(sinceColumn, ({ since }) => since);
  (part === 'recorded' ? within : upTo)(recordedColumn, ({ recorded }) => recorded);
  if (isSigned(part)) names.push(each('sign', 'int', ({ box }) => box.sign));
  return `
    SELECT b.list, s.kind, ${isSigned(part) ? 'b.sign * s.n' : 's.n'} AS n
    FROM unnest(${columns.join(', ')}) AS b(${names.join(', ')})
    CROSS JOIN LATERAL (SELECT kind, n FROM ${from} WHERE ${conditions.join(' AND ')} OFFSET 0) AS s`;
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
const ACT_COLUMNS =
  'entity, day, position::text, n, type, occurred_on AS "occurredOn", recorded_on AS "recordedOn", village, member, data::json';

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

const amountsOf = (ledger: Ledger, entity: string, acts: readonly PlacedAct[]): readonly Amount[] =>
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
    `SELECT DISTINCT data::json->>'visit' AS visit FROM ${view.table(ledger.acts)} WHERE entity = $1 AND data::json->>'visit' IS NOT NULL`,
    [household],
  );
  return rows.map(({ visit }) => `visit:${visit}`);
};
