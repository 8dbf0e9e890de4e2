import { prefixOf } from '@minqing/divisions';
import type { Day } from '@minqing/kernel';
import { type Ledger, type Tables, VILLAGE } from '@minqing/projecting';
import type { Branch } from './branches';
import type { Term } from './card';
import type { Scope } from './scope';
import { AFTER_ALL, type Window } from './window';

/** Which entities are sought, and where among them to begin. */
export interface Sought {
  readonly ledger: Ledger;
  readonly term: Term;
  readonly branches: readonly Branch[];
  readonly scope: Scope;
  readonly window: Window;
  readonly recordedBy?: Day | undefined;
  /** The place behind which to begin; default: from the first. */
  readonly cursor?: string | undefined;
  /** So many are wanted. */
  readonly most: number;
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

  number(value: number): string {
    return `(SELECT $${this.parameters.push(value)}::int)`;
  }
}

/** Of those on record so many are looked at for one page. */
const MOST_LOOKED_AT = 500;

/**
 * A SELECT of the next entities that may count, with their places: `village`, `day`, `entity`, and `goOn` in a last row
 * that is none of them but the place to go on from. They come in an order in which indexes give them, so that a page
 * costs much the same for a village and a province: what happens at one time, by village and day; what is for long, by
 * village and entity. Some come at several places: of those the first among its amounts stands (`placeOf`).
 * @param table the tables to ask; parameters are added to `values`
 */
export const candidates = (table: Tables, sought: Sought, values: Values): string => {
  const { scope, term, ledger, recordedBy, cursor } = sought;
  const kind = entityOf(term.measure);
  const asked: Asked = {
    ...sought,
    acts: table(ledger.acts),
    after: placeFrom(cursor),
    kinds: () => `entity > ${values.text(`${kind}:`)} AND entity < ${values.text(`${kind};`)}`,
    known: () => `recorded_on <= ${values.text(recordedBy ?? AFTER_ALL)}`,
  };
  switch (scope.name) {
    case 'evaluation':
      return ofOne(`${kind}:${scope.id}`, asked, values);
    case 'target':
      return ofOne(`${kind}:${scope.evaluation}`, asked, values);
    case 'member':
    case 'household':
      return kind === scope.name ? ofOne(`${kind}:${scope.id}`, asked, values) : ofMember(scope.id, asked, values);
    default:
      return happens(term) ? byDay(asked, values) : byEntity(asked, values);
  }
};

/** The place of an amount in the order of candidates; none where it only puts right what others count. */
export const placeOf = (term: Term, scope: string, occurredOn: Day): Omit<Place, 'entity'> | undefined => {
  if (!scope.startsWith(VILLAGE) && !scope.startsWith('GRID:')) return undefined;
  return { village: villageOf(scope), day: happens(term) ? occurredOn : '' };
};

const DIGITS = 12;
const villageOf = (scope: string): string => scope.slice(scope.indexOf(':') + 1).slice(0, DIGITS);

const happens = ({ shape, atHome }: Term): boolean => (shape === 'flow' || shape === 'distinct') && !atHome;

const prefixOfScope = (scope: Scope): string =>
  scope.name === 'division' ? prefixOf(scope.division) : scope.name === 'grid' ? scope.id.slice(0, DIGITS) : '';

interface Asked extends Sought {
  readonly acts: string;
  readonly after: Place;
  /** Conditions: of the kind of entity that is sought; recorded by the day that is asked for. */
  readonly kinds: () => string;
  readonly known: () => string;
}

/** The kind of entity that a measure's name begins with. */
export const entityOf = (measure: string): string =>
  ({ vote: 'evaluation', session: 'evaluation' })[measure.split('.')[0]!] ?? measure.split('.')[0]!;

const ofOne = (entity: string, { after }: Asked, values: Values): string =>
  `SELECT '' AS village, '' AS day, ${values.text(entity)} AS entity, false AS "goOn" WHERE ${values.text(after.entity)} = ''`;

/** What of a member's counts follows from acts that name him. */
const ofMember = (member: string, { acts, after, kinds, known, window, most }: Asked, values: Values): string =>
  `SELECT DISTINCT '' AS village, '' AS day, entity, false AS "goOn" FROM ${acts}
   WHERE member = ${values.text(member)} AND occurred_on <= ${values.text(window.to)} AND ${kinds()} AND ${known()}
     AND entity > ${values.text(after.entity)}
   ORDER BY entity LIMIT ${values.number(most)}`;

/**
 * What happens lies on a day by an act of that village and day. The days come one by one, only as many as are needed:
 * PostgreSQL skips from a village's days to the next one's.
 */
const byDay = (asked: Asked, values: Values): string => {
  const { acts, after, kinds, known, window, term, scope, ledger } = asked;
  const prefix = prefixOfScope(scope);
  const [village, day, entity] = [after.village || prefix, after.day || window.from, after.entity].map((part) => values.text(part));
  const [high, from, to] = [`${prefix}~`, window.from, window.to].map((part) => values.text(part));
  const days = (villages: string, first: string): string => `
    SELECT village, occurred_on FROM ${acts}
    WHERE ${ledger.placing.passing} AND ${villages} AND occurred_on >= ${first} AND occurred_on <= ${to}
    GROUP BY village, occurred_on ORDER BY village, occurred_on`;
  const { kindsIn, kindsLaterBy } = term;
  // What the text of an act does not say behind the name it does not state: to take it apart costs four times as much.
  const stated = (): string => `split_part(data, ${values.text(`"${kindsIn}":`)}, 2)`;
  // A list ends at its bracket: what is looked for in it is not looked for behind it.
  const listed = (): string => `split_part(${stated()}, ']', 1)`;
  const ofKind = [
    ...(kindsIn && term.kinds ? [`${listed()} LIKE ANY (${values.texts(term.kinds.map((kind) => `%"${kind}"%`))}::text[])`] : []),
    ...(kindsIn && term.except ? [`${stated()} NOT LIKE ALL (${values.texts(term.except.map((kind) => `"${kind}"%`))}::text[])`] : []),
  ];
  const next = `
    SELECT d.village, d.occurred_on AS day, a.entity, a.fits FROM (
      (${days(`village = ${village}`, day!)}) UNION ALL (${days(`village > ${village} AND village < ${high}`, from!)})) AS d
    CROSS JOIN LATERAL (
      SELECT entity, ${ofKind.length === 0 ? 'true' : `bool_or(${ofKind.join(' AND ')})`} AS fits FROM ${acts}
      WHERE village = d.village AND occurred_on = d.occurred_on AND ${ledger.placing.passing} AND ${kinds()} AND ${known()}
        AND (entity > ${entity} OR (d.village, d.occurred_on) <> (${village}, ${day}))
      GROUP BY entity ORDER BY entity) AS a`;
  return ofKind.length === 0 ? all(next, asked, values) : chosen(next, kindsLaterBy && hasAct(kindsLaterBy, asked, values), asked, values);
};

/** The registers of the villages. */
const byEntity = (asked: Asked, values: Values): string => {
  const { acts, after, kinds, known, window, term, scope, ledger } = asked;
  const prefix = prefixOfScope(scope);
  const [high, village, entity, to] = [`${prefix}~`, after.village || prefix, after.entity, window.to].map((part) => values.text(part));
  const next = `
    SELECT DISTINCT village, '' AS day, entity, false AS fits FROM ${acts}
    WHERE ${ledger.placing.lasting} AND village >= ${village} AND village < ${high} AND ${kinds()}
      AND (village, entity) > (${village}, ${entity}) AND occurred_on <= ${to} AND ${known()}
    ORDER BY village, entity`;
  if (term.needs === undefined) return all(next, asked, values);
  const since = term.shape === 'distinct' ? ` AND day >= ${values.text(window.from)}` : '';
  return chosen(next, hasAct(term.needs, asked, values, since), asked, values);
};

const all = (next: string, { most }: Asked, values: Values): string =>
  `SELECT village, day, entity, false AS "goOn" FROM (${next} LIMIT ${values.number(most)}) AS found`;

/** Those among the next ones that fit, or of which a condition holds that costs more to look at. */
const chosen = (next: string, or: string | undefined, { most }: Asked, values: Values): string => {
  const wanted = values.number(most);
  return `
    WITH looked AS (${next} LIMIT ${MOST_LOOKED_AT}),
    found AS (SELECT * FROM looked WHERE fits${or ? ` OR ${or}` : ''} LIMIT ${wanted})
    SELECT village, day, entity, false AS "goOn" FROM found UNION ALL
    (SELECT village, day, entity, true AS "goOn" FROM looked
     WHERE (SELECT count(*) FROM found) < ${wanted} OFFSET ${MOST_LOOKED_AT - 1})`;
};

/** One by one: a condition that the planner can not turn into a join of everything. The type is no parameter: an index may be of it alone. */
const hasAct = (type: string, { acts, known, window }: Asked, values: Values, more = ''): string => `(
  SELECT true FROM ${acts} t WHERE t.entity = looked.entity AND day <= ${values.text(window.to)}${more} AND ${known()}
    AND type = '${type}' LIMIT 1)`;
