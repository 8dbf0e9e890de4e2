import { EventLog, type FactPlace } from '@minqing/event-log';
import type { Metadata, Recorded } from '@minqing/kernel';
import { type Joint, ReadSide, selected, type View } from '@minqing/projecting';
import { Conditions, type Listing, type Page, pageOf, positionOf } from '@projections/paging';
import { Injectable } from '@nestjs/common';
import { auditTrail } from './audit-trail.projection';
import { audit, type AuditRow } from './audit-trail.rows';
import type { AuditCauseBody, AuditFactBody, AuditPage } from './audit-trail.answer';
import type { AuditRequest } from './audit-trail.request';

/** A command that has been carried out. */
export interface KnownCommand {
  readonly stream: string;
  /** HMAC of its body as it was received. */
  readonly commandMac: string;
}

/** Questions about who did what, when, to which entity: the read model finds the facts, the log says what they say. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly readSide: ReadSide,
    private readonly log: EventLog,
  ) {}

  /**
   * One page of facts by position.
   * @param prefixes what the asker's units cover, as leading digits of village codes; an empty one covers everything
   * @throws Refused `CURSOR_MALFORMED`, `PROJECTION_BEHIND`
   * @throws StoreUnavailable
   * @throws Error where the log does not have a fact of the page
   */
  async page(asked: AuditRequest, prefixes: readonly string[]): Promise<AuditPage> {
    const { items, unscored, ...page } = await this.readSide.ask([auditTrail], { after: positionOf(asked.after) }, async (view) => {
      const listing: Listing = {
        select: `SELECT ${selected(audit, 't')} FROM ${view.table(audit)} t`,
        order: [{ sql: 'position', as: 'position', form: /^\d{1,18}$/ }],
        descending: asked.order !== 'oldest',
      };
      const page = await pageOf<AuditRow>(view, listing, conditionsOf(asked, prefixes), asked);
      return { ...page, unscored: await unscoredIn(view, page) };
    });
    // Read with the snapshot given back: a slow store keeps no connection from those who ask something else.
    const facts = await this.log.factsAt(items);
    const causes = await this.causesOf(facts);
    return { items: items.map((row, n) => factOf(row, facts[n]!, causes, unscored)), ...page };
  }

  /**
   * The command of this id, whichever stream it wrote: the api refuses the same id for another command. It sees what
   * the read model has reached, so it catches a client's mistake, not a race (inside one stream the log itself does).
   * Never waits: a command must not stand still because nothing is filled yet.
   * @throws Refused `PROJECTION_FILLING`
   * @throws StoreUnavailable where there is one: the log is read for what it says
   */
  async findCommand(commandId: string): Promise<KnownCommand | undefined> {
    const { found } = await this.readSide.askTogether(commandsById, { patience: 0 }, commandId, (found) => ({ found }));
    if (!found) return undefined;
    const [fact] = await this.log.factsAt([found]);
    const { stream, metadata } = fact!;
    return { stream, commandMac: metadata.commandMac };
  }

  /** The facts that caused these, by id; what a command caused has none. They precede them, so any later snapshot has them. */
  private async causesOf(facts: readonly Recorded[]): Promise<ReadonlyMap<string, Cause>> {
    const ids = facts.flatMap(({ metadata: { causationId, commandId } }) => (causationId === commandId ? [] : [causationId]));
    if (ids.length === 0) return new Map();
    const { causes } = await this.readSide.ask([auditTrail], {}, async (view) => ({
      causes: await view.query<Cause>(
        `SELECT fact_id AS "factId", position, stream, type FROM ${view.table(audit)} WHERE fact_id = ANY ($1::text[])`,
        [ids],
      ),
    }));
    return new Map(causes.map((cause) => [cause.factId, cause]));
  }
}

type Cause = Pick<AuditRow, 'factId' | 'position' | 'stream' | 'type'>;

/** One look at a key costs hardly more for many ids than for one: those that come meanwhile wait for the next. */
const commandsById: Joint<string, FactPlace | undefined> = {
  projection: auditTrail,
  goes: 1,
  most: 64,
  question: (table, ids) => ({
    sql: `SELECT asked.id, known.* FROM unnest($1::text[]) AS asked(id), LATERAL (
            SELECT position, fact_id AS "factId" FROM ${table(audit)} WHERE command_id = asked.id LIMIT 1) AS known`,
    parameters: [ids],
    planned: 'once',
  }),
  answers(rows, ids) {
    const found = new Map(rows.map(({ id, position, factId }) => [id, { position: String(position), factId: String(factId) }]));
    return ids.map((id) => found.get(id));
  },
};

const conditionsOf = (asked: AuditRequest, prefixes: readonly string[]): Conditions => {
  const conditions = new Conditions().equal({ actor_id: asked.actor, type: asked.type, skew: asked.skewed });
  if (!prefixes.includes('')) {
    conditions.add(
      `village LIKE ANY (?::text[])`,
      prefixes.map((prefix) => `${prefix}%`),
    );
  }
  if (asked.entity !== undefined) conditions.add('entities @> ARRAY[?::text]', asked.entity);
  if (asked.from !== undefined) conditions.add('occurred_on >= ?', asked.from);
  if (asked.to !== undefined) conditions.add('occurred_on <= ?', asked.to);
  if (asked.recordedFrom !== undefined) conditions.add('recorded_on >= ?', asked.recordedFrom);
  if (asked.recordedBy !== undefined) conditions.add('recorded_on <= ?', asked.recordedBy);
  return conditions;
};

const COUNTED = 'TellerCounted';

/** Streams of the sessions on a page that tellers are still counting: neither may see the other's count before both agree (§8.7). */
const unscoredIn = async (view: View, { items }: Page<AuditRow>): Promise<ReadonlySet<string>> => {
  const sessions = new Set(items.flatMap(({ type, stream }) => (type === COUNTED ? [stream] : [])));
  if (sessions.size === 0) return sessions;
  const ids = [...sessions].map((stream) => stream.slice(stream.indexOf('-') + 1));
  const scored = await view.query<{ stream: string }>(
    `SELECT DISTINCT stream FROM ${view.table(audit)} WHERE type = 'EvaluationScored' AND entities && $1::text[]`,
    [ids],
  );
  for (const { stream } of scored) sessions.delete(stream);
  return sessions;
};

const factOf = (
  { position, stream, revision, factId, type, entities, village, occurredOn, recordedOn, skew }: AuditRow,
  { created, metadata, data }: Recorded,
  causes: ReadonlyMap<string, Cause>,
  unscored: ReadonlySet<string>,
): AuditFactBody => {
  const { actor, onBehalfOf, occurredAt, recordedAt, clock, commandId, correlationId, programme, profileVersion, channel, readAt } =
    metadata;
  return {
    position,
    stream,
    revision,
    id: factId,
    type,
    entities: [...entities],
    ...(village !== null && { village }),
    actor,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    occurredAt,
    occurredOn,
    recordedAt,
    recordedOn,
    created,
    ...(skew !== null && { skewed: { seconds: Math.round((Date.parse(recordedAt) - Date.parse(created)) / 1000), why: skew } }),
    ...(clock !== undefined && { clock }),
    commandId,
    causedBy: causeOf(metadata, causes.get(metadata.causationId)),
    correlationId,
    programme,
    profileVersion,
    channel,
    ...(readAt !== undefined && { readAt }),
    ...(type === COUNTED && unscored.has(stream) ? { withheld: 'UNTIL_SCORED' } : { data }),
  };
};

const causeOf = ({ causationId, commandId }: Metadata, cause: Cause | undefined): AuditCauseBody => {
  if (causationId === commandId) return { commandId };
  return { factId: causationId, ...(cause && { position: cause.position, stream: cause.stream, type: cause.type }) };
};
