import { type Day, dayOf, type Instant, isDay, minutesBetween, type Recorded } from '@minqing/kernel';
import { table } from '@minqing/projecting';

/** Why our time stamp and the store's differ by more than a minute: the clock was stepped, or two machines disagree. */
export const skews = ['STEPPED_CLOCK', 'CLOCKS_DIFFER'] as const;
export type Skew = (typeof skews)[number];

/** What one fact is found by, and where it stands. What it says is in the log alone. */
export interface AuditRow {
  /** Place in the log, a decimal string. */
  position: string;
  stream: string;
  revision: number;
  factId: string;
  type: string;
  /** Ids of everything the fact touches; the village has a column of its own. */
  entities: readonly string[];
  village: string | null;
  actorId: string;
  commandId: string;
  /** Day it counts for on the business axis (§7.3). */
  occurredOn: Day;
  /** Day of the running maximum of `recordedAt` (§11.1). */
  recordedOn: Day;
  /** Null where the two time stamps agree. */
  skew: Skew | null;
}

/**
 * Entities are one array under a GIN index and not a table of pairs: measured over 300 000 facts of four entities each,
 * it is written 2.5 times as fast at three fifths of the size, and a page of a busy entity still takes milliseconds.
 */
export const audit = table<AuditRow>({
  name: 'audit',
  columns: {
    position: 'bigint',
    stream: 'text',
    revision: 'integer',
    factId: 'text',
    type: 'text',
    entities: 'texts',
    village: 'text?',
    actorId: 'text',
    commandId: 'text',
    occurredOn: 'text',
    recordedOn: 'text',
    skew: 'text?',
  },
  key: ['position'],
  mode: 'append',
  indexes: [
    'USING gin (entities)',
    'USING hash (fact_id)',
    'USING hash (command_id)',
    '(village, position)',
    '(actor_id, position)',
    '(type, position)',
    '(occurred_on, position)',
  ],
});

const SKEW_MINUTES = 1;

/** A fact of any type as its row; types nobody knows yet as well. */
export const rowOf = (fact: Recorded, recordedOn: Day): AuditRow => ({
  position: fact.position.toString(),
  stream: fact.stream,
  revision: fact.revision,
  factId: fact.id,
  type: fact.type,
  entities: entitiesOf(fact),
  village: villageOf(fact.data),
  actorId: fact.metadata.actor.id,
  commandId: fact.metadata.commandId,
  occurredOn: occurredOn(fact),
  recordedOn,
  skew: skewOf(fact),
});

const skewOf = ({ metadata: { recordedAt, clock }, created }: Recorded): Skew | null => {
  if (!areApart(recordedAt, created)) return null;
  return clock === 'STEPPED' ? 'STEPPED_CLOCK' : 'CLOCKS_DIFFER';
};

/** Whether two time stamps differ by more than a minute. Of those that we write the texts tell nearly always; parsing takes longer. */
const areApart = (one: Instant, other: Instant): boolean => {
  if (isOurs(one) && isOurs(other)) {
    if (one.startsWith(other.slice(0, MINUTE))) return false;
    if (!one.startsWith(other.slice(0, DAY)) && !isAtMidnight(one) && !isAtMidnight(other)) return true;
  }
  return Math.abs(minutesBetween(one, other)) > SKEW_MINUTES;
};

/** Characters of such a text up to its day, and up to its minute: `2026-01-01`, `2026-01-01T00:00`. */
const DAY = 10;
const MINUTE = 16;
const isOurs = (instant: Instant): boolean => instant.length === '2026-01-01T00:00:00.000+08:00'.length && instant.endsWith('+08:00');
const isAtMidnight = (instant: Instant): boolean => instant.startsWith('T00:00', DAY);

const villageOf = (data: object): string | null => {
  const { villageCode } = data as { villageCode?: unknown };
  return typeof villageCode === 'string' ? villageCode : null;
};

/** The business day of a fact: what it says itself, else the day on which it happened (§7.3). */
const occurredOn = ({ data, metadata }: Recorded): Day => {
  const { from, until, on, heldOn } = data as Readonly<Record<string, unknown>>;
  return [from, until, on, heldOn].find(isDay) ?? dayOf(metadata.occurredAt);
};

/** Fields that hold ids, by the naming of §7: `visitId`, `tellerIds`, a target's `id`, a seal's `subject`, who a thing was done `by`. */
const holdsIds = (name: string): boolean => name.endsWith('Id') || name.endsWith('Ids') || HOLD_IDS.has(name);
const HOLD_IDS = new Set(['id', 'ids', 'by', 'approver', 'gridCode', 'subject', 'subjects']);

/**
 * Ids of everything a fact names, from its data alone, so that a type nobody knows yet is found by them too: the entity
 * of its stream, and every id in its data at any depth.
 */
const entitiesOf = ({ stream, data }: Recorded): readonly string[] => {
  const found = [stream.slice(stream.indexOf('-') + 1)];
  collect(data, found);
  const village = villageOf(data);
  return found.sort().filter((id, n) => id !== found[n - 1] && id !== village);
};

const collect = (value: object, found: string[]): void => {
  for (const name in value) {
    const held = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof held === 'string') {
      if (holdsIds(name)) found.push(held);
    } else if (Array.isArray(held)) collectAll(held, holdsIds(name), found);
    else if (typeof held === 'object' && held !== null) collect(held, found);
  }
};

const collectAll = (list: readonly unknown[], areIds: boolean, found: string[]): void => {
  for (const held of list) {
    if (typeof held === 'string') {
      if (areIds) found.push(held);
    } else if (Array.isArray(held)) collectAll(held, false, found);
    else if (typeof held === 'object' && held !== null) collect(held, found);
  }
};
