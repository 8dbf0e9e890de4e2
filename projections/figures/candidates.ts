import { prefixOf } from '@minqing/divisions';
import type { Day } from '@minqing/kernel';
import type { PlacedAct } from '@minqing/projecting';
import type { Term } from './card';
import type { Scope } from './scope';
import { AFTER_ALL, type Window } from './window';

/** Which entities are sought, and where among them to begin. */
export interface Sought {
  readonly term: Term;
  /** Types of acts that never move any of its amounts. */
  readonly unmoving: readonly string[];
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

/** Values of one statement, each hidden in a SELECT: the planner does not look at them, and so plans once for all. */
export class Values {
  readonly parameters: unknown[] = [];

  text(value: string): string {
    return `(SELECT $${this.parameters.push(value)}::text)`;
  }

  texts(values: readonly string[]): string {
    return `(SELECT $${this.parameters.push(values)}::text[])`;
  }
}

/**
 * A SELECT of the next entities that may count, with their places. They come in an order in which an index gives them, so
 * that a page of them costs much the same for a village and a province: what happens at one time, by village and day;
 * what is for long, by village and entity. Some come at several places: `isFirstPlace` says which one stands.
 * @param acts name of the table of acts; parameters are added to `values`
 */
export const candidates = (acts: string, sought: Sought, values: Values, limit: number): string => {
  const { scope, term, recordedBy } = sought;
  const kind = entityOf(term.measure);
  const asked: Asked = {
    acts,
    after: placeFrom(sought.cursor),
    kinds: (alias) => `${alias}.entity > ${values.text(`${kind}:`)} AND ${alias}.entity < ${values.text(`${kind};`)}`,
    known: (alias) => ` AND ${alias}.recorded_on <= ${values.text(recordedBy ?? AFTER_ALL)}`,
    limit,
  };
  switch (scope.name) {
    case 'evaluation':
      return ofOne(`${kind}:${scope.id}`, asked, values);
    case 'target':
      return ofOne(`${kind}:${scope.evaluation}`, asked, values);
    case 'member':
    case 'household':
      return kind === scope.name ? ofOne(`${kind}:${scope.id}`, asked, values) : ofMember(scope.id, asked, values, sought.window);
    default:
      return (happens(term) ? byDay : byEntity)(prefixOfScope(scope), asked, values, sought);
  }
};

/** Whether an entity that may count at several places has its place here: at the first of those that its acts give it. */
export const isFirstPlace = ({ term, scope, window }: Sought, { village, day }: Place, acts: readonly PlacedAct[]): boolean => {
  if (village === '') return true;
  const prefix = prefixOfScope(scope);
  const before = (act: PlacedAct): number => compare(act.village, village) || (day === '' ? 0 : compare(act.occurredOn, day));
  const here = acts.filter(
    (act) => act.village.startsWith(prefix) && act.occurredOn <= window.to && (!happens(term) || act.occurredOn >= window.from),
  );
  return here.length > 0 && here.every((act) => before(act) >= 0) && here.some((act) => before(act) === 0);
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const happens = ({ shape, atHome }: Term): boolean => (shape === 'flow' || shape === 'distinct') && !atHome;

const prefixOfScope = (scope: Scope): string =>
  scope.name === 'division' ? prefixOf(scope.division) : scope.name === 'grid' ? scope.id.slice(0, 12) : '';

interface Asked {
  readonly acts: string;
  readonly after: Place;
  /** Conditions on acts of an alias: of the kind of entity that is sought; recorded by the day that is asked for. */
  readonly kinds: (alias: string) => string;
  readonly known: (alias: string) => string;
  readonly limit: number;
}

/** The kind of entity that a measure's name begins with. */
export const entityOf = (measure: string): string =>
  ({ vote: 'evaluation', session: 'evaluation' })[measure.split('.')[0]!] ?? measure.split('.')[0]!;

const ofOne = (entity: string, { after }: Asked, values: Values): string =>
  `SELECT '' AS village, '' AS day, ${values.text(entity)} AS entity WHERE ${values.text(after.entity)} = ''`;

/** What of a member's counts follows from acts that name him. */
const ofMember = (member: string, { acts, after, kinds, known, limit }: Asked, values: Values, { to }: Window): string =>
  `SELECT DISTINCT '' AS village, '' AS day, a.entity FROM ${acts} a
   WHERE a.member = ${values.text(member)} AND a.occurred_on <= ${values.text(to)} AND ${kinds('a')}${known('a')}
     AND a.entity > ${values.text(after.entity)}
   ORDER BY a.entity LIMIT ${limit}`;

/** An amount that happens lies on the day of one of its entity's acts. */
const byDay = (prefix: string, { acts, after, kinds, known, limit }: Asked, values: Values, { window, unmoving }: Sought): string => {
  const [low, high, from, to] = [prefix, `${prefix}~`, window.from, window.to].map((part) => values.text(part));
  const [village, day, entity] = [after.village || prefix, after.day || window.from, after.entity].map((part) => values.text(part));
  return `
    SELECT DISTINCT a.village, a.occurred_on AS day, a.entity FROM ${acts} a
    WHERE a.village >= ${low} AND a.village < ${high} AND a.occurred_on >= ${from} AND a.occurred_on <= ${to}${known('a')} AND ${kinds('a')}
      AND array_position(${values.texts(unmoving)}, a.type) IS NULL
      AND (a.village, a.occurred_on) >= (${village}, ${day}) AND (a.village, a.occurred_on, a.entity) > (${village}, ${day}, ${entity})
    ORDER BY a.village, day, a.entity LIMIT ${limit}`;
};

/** The registers of the villages: whatever any act was ever of. */
const byEntity = (prefix: string, { acts, after, kinds, limit }: Asked, values: Values): string => {
  const [high, village, entity] = [`${prefix}~`, after.village || prefix, after.entity].map((part) => values.text(part));
  return `
    SELECT DISTINCT a.village, '' AS day, a.entity FROM ${acts} a
    WHERE a.village >= ${village} AND a.village < ${high} AND ${kinds('a')} AND (a.village, a.entity) > (${village}, ${entity})
    ORDER BY a.village, a.entity LIMIT ${limit}`;
};
