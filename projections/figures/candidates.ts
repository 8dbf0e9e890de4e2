import { prefixOf } from '@minqing/divisions';
import type { Day } from '@minqing/kernel';
import type { Ledger, View } from '@minqing/projecting';
import { Conditions } from '@projections/paging';
import type { Term } from './card';
import type { Scope } from './scope';
import type { Window } from './window';

/** Where a page of entities begins, and what may be among them. */
export interface Sought {
  readonly term: Term;
  readonly scope: Scope;
  readonly window: Window;
  readonly recordedBy?: Day | undefined;
  /** The place of the last one that was looked at; default: from the beginning. */
  readonly behind?: string | undefined;
  readonly limit: number;
}

/** An entity whose amounts may be part of a sum. */
export interface Candidate {
  readonly entity: string;
  /** Its place in the order of all candidates, for going on behind it. */
  readonly place: string;
}

interface Placed {
  readonly village: string;
  readonly day: Day;
  readonly entity: string;
}

/**
 * The next entities that may count, each once, in an order in which an index gives them, so that a page costs the same
 * for a village and a province: what happens once, by village and day; what is for long, by village and entity.
 */
export const candidatesOf = async (view: View, ledger: Ledger, sought: Sought): Promise<readonly Candidate[]> => {
  const { scope } = sought;
  const kind = entityOf(sought.term);
  const one =
    scope.name === 'evaluation'
      ? scope.id
      : scope.name === 'target'
        ? scope.evaluation
        : scope.name === 'member' && kind === 'member'
          ? scope.id
          : undefined;
  const after = placeFrom(sought.behind);
  if (one !== undefined) return after.entity === '' ? [{ entity: `${kind}:${one}`, place: placeOf({ village: '', day: '', entity: one }) }] : [];
  const acts = view.table(ledger.acts);
  const statement = scope.name === 'member' ? ofMember(acts, kind, scope.id, sought) : ofVillages(acts, kind, sought, after);
  const rows = await view.query<Placed>(statement.sql, statement.parameters);
  return rows.map((row) => ({ entity: row.entity, place: placeOf(row) }));
};

/** The kind of entity that a measure's name begins with. */
const entityOf = ({ measure }: Term): string =>
  ({ vote: 'evaluation', session: 'evaluation' })[measure.split('.')[0]!] ?? measure.split('.')[0]!;

const placeOf = ({ village, day, entity }: Placed): string => `${village}/${day}/${entity}`;

const placeFrom = (place = ''): Placed => {
  const [village = '', day = '', ...entity] = place.split('/');
  return { village, day, entity: entity.join('/') };
};

interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** An amount of a member's scope lies on the day of an act that names him, or that follows from one that did. */
const ofMember = (acts: string, kind: string, member: string, { window, recordedBy, behind, limit }: Sought): Statement => {
  const { entity } = placeFrom(behind);
  const where = new Conditions()
    .add('member = ? AND occurred_on <= ?', member, window.to)
    .add('entity > ? AND entity < ?', entity > `${kind}:` ? entity : `${kind}:`, `${kind};`);
  if (recordedBy !== undefined) where.add('recorded_on <= ?', recordedBy);
  const sql = `SELECT DISTINCT '' AS village, '' AS day, entity FROM ${acts} ${where.where} ORDER BY entity LIMIT ${where.parameter(limit)}`;
  return { sql, parameters: where.parameters };
};

const ofVillages = (acts: string, kind: string, { term, scope, window, recordedBy, limit }: Sought, after: Placed): Statement => {
  const [low, high] =
    scope.name === 'division'
      ? [prefixOf(scope.division), `${prefixOf(scope.division)}~`]
      : [villageOf(scope), `${villageOf(scope)}~`];
  const where = new Conditions();
  const [first, last, lowest, highest] = [window.from, window.to, low, high].map((value) => where.parameter(value));
  const kinds = [where.parameter(`${kind}:`), where.parameter(`${kind};`)];
  const known = recordedBy === undefined ? undefined : where.parameter(recordedBy);
  const asKnown = (alias: string): string => (known === undefined ? '' : ` AND ${alias}.recorded_on <= ${known}`);
  const inScope = (alias: string, from: boolean): string =>
    `${alias}.village >= ${lowest} AND ${alias}.village < ${highest} AND ${alias}.occurred_on <= ${last}` +
    `${from ? ` AND ${alias}.occurred_on >= ${first}` : ''}${asKnown(alias)}`;
  const most = where.parameter(limit);

  if (term.shape === 'flow') {
    // An amount that happens lies on the day of one of its entity's acts.
    const [village, day, entity] = [after.village, after.day, after.entity].map((value) => where.parameter(value));
    const sql = `
      SELECT DISTINCT a.village, a.occurred_on AS day, a.entity FROM ${acts} a
      WHERE ${inScope('a', true)} AND a.entity > ${kinds[0]} AND a.entity < ${kinds[1]}
        AND (a.village, a.occurred_on) >= (${village}, ${day}) AND (a.village, a.occurred_on, a.entity) > (${village}, ${day}, ${entity})
        AND NOT EXISTS (SELECT FROM ${acts} b WHERE b.entity = a.entity AND ${inScope('b', true)}
          AND (b.village, b.occurred_on) < (a.village, a.occurred_on))
      ORDER BY a.village, day, a.entity LIMIT ${most}`;
    return { sql, parameters: where.parameters };
  }

  // A village's register: from each entity straight to the next, past all its acts.
  const [village, entity] = [after.village, after.entity].map((value) => where.parameter(value));
  const next = (village: string, entity: string): string =>
    `SELECT a.village, a.entity FROM ${acts} a
     WHERE a.village >= ${lowest} AND a.village < ${highest} AND (a.village, a.entity) > (${village}, ${entity})
       AND a.entity > ${kinds[0]} AND a.entity < ${kinds[1]}
     ORDER BY a.village, a.entity LIMIT 1`;
  const sql = `
    WITH RECURSIVE register AS (
      (${next(village!, entity!)}) UNION ALL
      SELECT n.village, n.entity FROM register r CROSS JOIN LATERAL (${next('r.village', 'r.entity')}) AS n)
    SELECT r.village, '' AS day, r.entity FROM register r
    WHERE EXISTS (SELECT FROM ${acts} b WHERE b.entity = r.entity AND b.village = r.village AND b.occurred_on <= ${last}${asKnown('b')})
      AND NOT EXISTS (SELECT FROM ${acts} b WHERE b.entity = r.entity AND ${inScope('b', false)} AND b.village < r.village)
      ${
        term.shape === 'distinct'
          ? `AND EXISTS (SELECT FROM ${acts} b WHERE b.entity = r.entity AND b.occurred_on BETWEEN ${first} AND ${last}${asKnown('b')})`
          : ''
      }
    LIMIT ${most}`;
  return { sql, parameters: where.parameters };
};

const villageOf = (scope: Scope): string => (scope.name === 'grid' ? scope.id.slice(0, 12) : '');
