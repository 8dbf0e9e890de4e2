import type { Day, Fact, Recorded } from '@minqing/kernel';
import { Draft, type Rows, type TableChanges } from '../changes';
import type { Filling, Noted, Projection } from '../projection';
import { type Key, keyOf, keyText, type Row, type Table, table } from '../table';
import { type Act, type ActsOf, compareActs, kindOfEntity, type PlacedAct } from './act';
import { type DivisionSums, divisionSums } from './division-sums';
import { comesLate, EntityBook, foldActs, foldHistory, runsOf, type Tail } from './entity-book';
import { everything, type Measure, only } from './measure';
import { entityHash } from './entity-hash';
import { Sums } from './sums';

/** Amounts summed up; `recordedOn` is when it became known. */
export interface CellRow {
  readonly measure: string;
  readonly scope: string;
  readonly kind: string;
  readonly occurredOn: Day;
  readonly since: Day;
  readonly recordedOn: Day;
  readonly n: number;
}

export type ActRow = PlacedAct;

interface EntityRow extends Tail {
  readonly entity: string;
}

/** A projection whose tables are acts, entities' last days, cells, and sums of cells over divisions. */
export interface Ledger extends Projection {
  readonly acts: Table<ActRow>;
  readonly cells: Table<CellRow>;
  readonly divisions: DivisionSums;
  /** The acts of one fact, in place. None for a type it does not know. */
  actsOf(noted: Noted): readonly PlacedAct[];
  measureOf(entity: string): Measure;
  /** Whether the scope's amounts go into cells. */
  readonly isKept: (scope: string) => boolean;
  /** The SQL conditions on acts that place amounts (`Measure.placedBy`), as the indexes that find them have them. */
  readonly placing: Readonly<Record<'lasting' | 'passing', string>>;
}

export interface LedgerDeclaration<F extends Fact> {
  readonly name: string;
  readonly version: number;
  readonly acts: ActsOf<F>;
  /** One per kind of entity. */
  readonly measures: readonly Measure[];
  /**
   * Kinds of scopes so small that they are no sums: no cells are kept of them, and their figures are answered from acts
   * on the spot. Default: none.
   */
  readonly onTheSpot?: readonly string[];
}

/**
 * A ledger of figures: facts become acts, acts become amounts through the measures, and what is written is always the
 * *difference* that a fact makes to its entities' amounts, dated by the day it was recorded. So late, corrected and
 * voided facts come out right on both time axes, and cells depend neither on the sizes of batches nor on when the
 * projection ran.
 */
export const ledger = <F extends Fact>(declared: LedgerDeclaration<F>): Ledger => {
  const placing = {
    lasting: isOneOf(declared.measures.flatMap(({ placedBy }) => placedBy.lasting ?? [])),
    passing: isOneOf(declared.measures.flatMap(({ placedBy }) => placedBy.passing ?? [])),
  };
  const rare = isOneOf(declared.measures.flatMap((measure) => measure.rare ?? []));
  const acts = table<ActRow>({
    name: `${declared.name}_act`,
    columns: {
      entity: 'text',
      day: 'text',
      position: 'bigint',
      n: 'integer',
      type: 'text',
      occurredOn: 'text',
      recordedOn: 'text',
      village: 'text',
      member: 'text?',
      data: 'json',
    },
    key: ['entity', 'day', 'position', 'n'],
    mode: 'append',
    indexes: [
      ...(placing.lasting === NONE ? [] : [`(village, entity) WHERE ${placing.lasting}`]),
      `(village, occurred_on) WHERE ${placing.passing}`,
      ...(rare === NONE ? [] : [`(entity) WHERE ${rare}`]),
      '(member, occurred_on) WHERE member IS NOT NULL',
    ],
  });
  const entities = table<EntityRow>({
    name: `${declared.name}_entity`,
    columns: { entity: 'text', day: 'text', state: 'json', acts: 'json' },
    key: ['entity'],
    mode: 'replace',
  });
  const cells = table<CellRow>({
    name: `${declared.name}_cell`,
    columns: { measure: 'text', scope: 'text', kind: 'text', occurredOn: 'day', since: 'day', recordedOn: 'day', n: 'integer' },
    key: ['measure', 'scope', 'occurredOn', 'kind', 'since', 'recordedOn'],
    mode: 'add',
    packed: ['occurredOn', 'since', 'recordedOn'],
  });
  const divisions = divisionSums(declared.name);

  const makers = new Map(Object.entries(declared.acts) as [string, (fact: Recorded) => readonly Act[]][]);
  const actsOf = ({ fact, recordedOn }: Noted): readonly PlacedAct[] => {
    const position = fact.position.toString();
    // Field by field: copying an act of any shape whole costs several times as much.
    return (makers.get(fact.type)?.(fact) ?? []).map(({ entity, day, occurredOn, type, village, member, data }, n) => ({
      entity,
      day,
      position,
      n,
      type,
      occurredOn,
      recordedOn,
      village,
      member,
      data,
    }));
  };
  const onTheSpot = (declared.onTheSpot ?? []).map((kind) => `${kind}:`);
  const isKept = (scope: string): boolean => !onTheSpot.some((kind) => scope.startsWith(kind));
  const oneOf = (measures: readonly Measure[]) => {
    const byKind = new Map(measures.map((measure) => [measure.entity, measure]));
    return (entity: string): Measure => {
      const found = byKind.get(kindOfEntity(entity));
      if (!found) throw new Error(`${declared.name}: no measure for ${entity}`);
      return found;
    };
  };
  const measureOf = oneOf(declared.measures);
  /** What goes into cells is all that a state is kept of. */
  const keptOf = oneOf(declared.measures.map((measure) => only({ ...everything, scope: isKept }, measure)));

  const openBooks = async (placed: readonly PlacedAct[], rows: Rows): Promise<Map<string, EntityBook>> => {
    const byEntity = grouped(placed);
    const entitiesWhere = (holds: (acts: readonly PlacedAct[], entity: string) => boolean): readonly Key[] =>
      [...byEntity].filter(([entity, acts]) => holds(acts, entity)).map(([entity]) => [entity]);
    const inStream = entitiesWhere(([first]) => first!.day === '');
    const byDay = entitiesWhere(([first]) => first!.day !== '');
    const tails = new Map(((await rows.load(entities, byDay)) as unknown as EntityRow[]).map((row) => [row.entity, row]));
    const late = entitiesWhere((acts, entity) => comesLate(acts, tails.get(entity)?.day));
    const known = grouped((await rows.load(acts, [...inStream, ...late])) as unknown as PlacedAct[]);
    const books = new Map<string, EntityBook>();
    for (const key of [...inStream, ...byDay]) {
      const entity = String(key[0]);
      const measure = keptOf(entity);
      const all = known.get(entity)?.sort(compareActs);
      const tail = tails.get(entity) ?? (all && foldActs(measure, all).tail);
      books.set(entity, new EntityBook(measure, tail, all ?? (tail ? undefined : [])));
    }
    return books;
  };

  /** The acts first; then entity after entity, so that each is folded once, and a village's cells are added up in memory. */
  const fillingOf = (isOwn: (act: PlacedAct) => boolean): Filling => ({
    collect: (noted) => [{ table: acts, rows: noted.flatMap(actsOf).filter(isOwn) as unknown as Row[], removed: [] }],
    async complete({ groups, write, pack }) {
      const sums = new Sums({ cells, ...divisions });
      let tails: EntityRow[] = [];
      let writing: Promise<unknown> = Promise.resolve();
      const flush = async (before: string) => {
        await writing;
        const made = sums.take(before, MOST_KEPT);
        const fresh = { table: entities, rows: [], fresh: tails as unknown as Row[], removed: [] };
        tails = [];
        // While the database takes these in the next ones are folded.
        writing = (async () => {
          for (const { table, blocks } of made) await pack(table, blocks);
          await write([fresh]);
        })();
        writing.catch(() => undefined);
      };
      try {
        for await (const some of groups(acts, { by: 'entity', near: 'village', within: ['position', 'n'] })) {
          for (const group of some as unknown as readonly (readonly PlacedAct[])[]) {
            const { entity } = group[0]!;
            const tail = foldHistory(keptOf(entity), group, (amount, n, recordedOn) => sums.add(amount, n, recordedOn));
            if (tail && tail.day !== '') tails.push({ entity, ...tail });
          }
          const last = some.at(-1)?.[0] as PlacedAct | undefined;
          if (last && sums.size + tails.length > MOST_HELD) await flush(last.village);
        }
        await flush(AFTER_ALL);
      } finally {
        // Also where this fails: nothing goes on in a transaction that has been rolled back.
        await writing;
      }
    },
  });

  const foldOwn = async (placed: readonly PlacedAct[], rows: Rows): Promise<readonly TableChanges[]> => {
    const books = await openBooks(placed, rows);
    const draft = new Draft();
    for (const act of placed) draft.add(acts, { ...act });
    for (const [entity, own] of grouped(placed)) {
      for (const run of runsOf(own, ({ recordedOn }) => recordedOn)) {
        const { recordedOn } = run[0]!;
        for (const { of: _, ...amount } of books.get(entity)!.take(run)) draft.add(cells, { ...amount, recordedOn });
      }
    }
    for (const [entity, book] of books) {
      const tail = book.changedTail;
      // An entity whose acts all share one place needs no row: its acts are its last day.
      if (tail && tail.day !== '') draft.put(entities, [entity], { entity, ...tail });
    }
    const changes = draft.changes();
    const added = changes.find((change) => change.table === cells)?.rows ?? [];
    return [...changes, ...divisions.increases(added as unknown as readonly CellRow[])];
  };

  const whole: Projection = {
    name: declared.name,
    version: declared.version,
    tables: [acts, entities, cells, divisions.recorded, divisions.days, divisions.months, divisions.since],
    handles: (type) => makers.has(type),
    filling: fillingOf(() => true),
    fold: (noted, rows) => foldOwn(noted.flatMap(actsOf), rows),
  };
  return {
    ...whole,
    part(n, of) {
      const isOwn = ({ entity }: PlacedAct): boolean => entityHash(entity) % of === n;
      return {
        ...whole,
        filling: fillingOf(isOwn),
        fold: async (noted, rows) => (await foldOwn(noted.flatMap(actsOf).filter(isOwn), rows)).map(inOrderOfKeys),
      };
    },
    acts,
    cells,
    divisions,
    actsOf,
    measureOf,
    isKept,
    placing,
  };
};

const NONE = 'false';

const isOneOf = (types: readonly string[]): string =>
  types.length === 0 ? NONE : `type IN (${[...new Set(types)].map((type) => `'${type}'`).join(', ')})`;

/** Two parts that add to the same sums at once must come to them in one order, or each would wait for the other. */
const inOrderOfKeys = (changes: TableChanges): TableChanges => {
  if (changes.table.mode !== 'add') return changes;
  const keyed = changes.rows.map((row) => [keyText(keyOf(changes.table, row)), row] as const);
  return { ...changes, rows: keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row) };
};

/** Cells and entities that are held in memory before those that are complete are written. */
const MOST_HELD = 50_000;

/** Sums that are kept in memory because they are not complete: a busy village's, a province's. Some fifty bytes each. */
const MOST_KEPT = 1_000_000;

/** A village code behind every other. */
const AFTER_ALL = '~';

const grouped = (placed: readonly PlacedAct[]): Map<string, PlacedAct[]> => {
  const byEntity = new Map<string, PlacedAct[]>();
  for (const act of placed) {
    const acts = byEntity.get(act.entity);
    if (acts) acts.push(act);
    else byEntity.set(act.entity, [act]);
  }
  return byEntity;
};
