import { prefixOf } from '@minqing/divisions';
import type { Day } from '@minqing/kernel';
import { Conditions } from '@projections/paging';
import type { Term } from './card';
import type { Scope } from './scope';
import type { Window } from './window';

/** Which entities are sought, and where among them to begin. */
export interface Sought {
  readonly term: Term;
  readonly scope: Scope;
  readonly window: Window;
  readonly recordedBy?: Day | undefined;
  /** The place behind which to begin; default: from the first. */
  readonly cursor?: string | undefined;
}

/** A place in the order of all candidates; parts of no meaning to an order are empty. */
export interface Place {
  readonly village: string;
  readonly day: Day;
  readonly entity: string;
}

export const placeText = ({ village, day, entity }: Place): string => `${village}/${day}/${entity}`;

const placeFrom = (text = ''): Place => {
  const [village = '', day = '', ...entity] = text.split('/');
  return { village, day, entity: entity.join('/') };
};

/**
 * A SELECT of the next entities that may count, each once, with their places. They come in an order in which an index
 * gives them, so that a page of them costs much the same for a village and a province: what happens at one time, by
 * village and day; what is for long, by village and entity.
 * @param acts name of the table of acts; parameters are added to `where`, which is used for nothing else
 */
export const candidates = (acts: string, sought: Sought, where: Conditions, limit: number): string => {
  const { scope, term, recordedBy } = sought;
  const kind = entityOf(term);
  const asked: Asked = {
    acts,
    after: placeFrom(sought.cursor),
    kinds: (alias) => `${alias}.entity > ${where.parameter(`${kind}:`)} AND ${alias}.entity < ${where.parameter(`${kind};`)}`,
    known: (alias) => (recordedBy === undefined ? '' : ` AND ${alias}.recorded_on <= ${where.parameter(recordedBy)}`),
    limit,
  };
  switch (scope.name) {
    case 'evaluation':
      return ofOne(`${kind}:${scope.id}`, asked, where);
    case 'target':
      return ofOne(`${kind}:${scope.evaluation}`, asked, where);
    case 'member':
    case 'household':
      return kind === scope.name ? ofOne(`${kind}:${scope.id}`, asked, where) : ofMember(scope.id, asked, where, sought.window);
    default: {
      const villages = scope.name === 'division' ? prefixOf(scope.division) : scope.id.slice(0, 12);
      const happens = (term.shape === 'flow' || term.shape === 'distinct') && !term.atHome;
      return happens ? byDay(villages, asked, where, sought) : byEntity(villages, asked, where, sought);
    }
  }
};

interface Asked {
  readonly acts: string;
  readonly after: Place;
  /** Conditions on acts of an alias: of the kind of entity that is sought; recorded by the day that is asked for. */
  readonly kinds: (alias: string) => string;
  readonly known: (alias: string) => string;
  readonly limit: number;
}

/** All acts of an entity, looked up by nothing else: the planner can not know that few of an entity beat few of a village. */
const actsOf = (acts: string, entity: string): string =>
  `(SELECT village, occurred_on, recorded_on FROM ${acts} WHERE entity = ${entity} OFFSET 0) AS b`;

/** The kind of entity that a measure's name begins with. */
const entityOf = ({ measure }: Term): string =>
  ({ vote: 'evaluation', session: 'evaluation' })[measure.split('.')[0]!] ?? measure.split('.')[0]!;

const ofOne = (entity: string, { after }: Asked, where: Conditions): string =>
  `SELECT '' AS village, '' AS day, ${where.parameter(entity)}::text AS entity WHERE ${where.parameter(after.entity)} = ''`;

/** What of a member's counts follows from acts that name him. */
const ofMember = (member: string, { acts, after, kinds, known, limit }: Asked, where: Conditions, { to }: Window): string =>
  `SELECT DISTINCT '' AS village, '' AS day, a.entity FROM ${acts} a
   WHERE a.member = ${where.parameter(member)} AND a.occurred_on <= ${where.parameter(to)} AND ${kinds('a')}${known('a')}
     AND a.entity > ${where.parameter(after.entity)}
   ORDER BY a.entity LIMIT ${limit}`;

/** An amount that happens lies on the day of one of its entity's acts: of these the first in the window is its place. */
const byDay = (prefix: string, { acts, after, kinds, known, limit }: Asked, where: Conditions, { window }: Sought): string => {
  const inScope = (alias: string) =>
    `${alias}.village >= ${where.parameter(prefix)} AND ${alias}.village < ${where.parameter(`${prefix}~`)}
     AND ${alias}.occurred_on >= ${where.parameter(window.from)}
     AND ${alias}.occurred_on <= ${where.parameter(window.to)}${known(alias)}`;
  const [village, day, entity] = [after.village || prefix, after.day || window.from, after.entity].map((part) => where.parameter(part));
  return `
    SELECT DISTINCT a.village, a.occurred_on AS day, a.entity FROM ${acts} a
    WHERE ${inScope('a')} AND ${kinds('a')}
      AND (a.village, a.occurred_on) >= (${village}, ${day}) AND (a.village, a.occurred_on, a.entity) > (${village}, ${day}, ${entity})
      AND NOT EXISTS (SELECT FROM ${actsOf(acts, 'a.entity')} WHERE ${inScope('b')}
        AND (b.village, b.occurred_on) < (a.village, a.occurred_on))
    ORDER BY a.village, day, a.entity LIMIT ${limit}`;
};

/** The registers of the villages: whatever any act was ever of, where it happened by the last day and not in a village before. */
const byEntity = (prefix: string, { acts, after, kinds, known, limit }: Asked, where: Conditions, { term, window }: Sought): string => {
  const [low, high, village, entity] = [prefix, `${prefix}~`, after.village || prefix, after.entity].map((part) => where.parameter(part));
  const to = where.parameter(window.to);
  const happened = () =>
    `AND EXISTS (SELECT FROM ${actsOf(acts, 'r.entity')}
       WHERE b.occurred_on >= ${where.parameter(window.from)} AND b.occurred_on <= ${to}${known('b')})`;
  return `
    SELECT r.village, '' AS day, r.entity FROM (
      SELECT DISTINCT a.village, a.entity FROM ${acts} a
      WHERE a.village >= ${village} AND a.village < ${high} AND ${kinds('a')} AND (a.village, a.entity) > (${village}, ${entity})
      ORDER BY a.village, a.entity) AS r
    WHERE EXISTS (SELECT FROM ${actsOf(acts, 'r.entity')} WHERE b.village = r.village AND b.occurred_on <= ${to}${known('b')})
      AND NOT EXISTS (SELECT FROM ${actsOf(acts, 'r.entity')}
        WHERE b.village >= ${low} AND b.village < r.village AND b.occurred_on <= ${to}${known('b')})
      ${term.shape === 'distinct' ? happened() : ''}
    LIMIT ${limit}`;
};
