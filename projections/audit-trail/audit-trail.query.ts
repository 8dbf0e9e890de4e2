import type { Instant, Metadata } from '@minqing/kernel';
import { type Joint, ReadSide, selected, type View } from '@minqing/projecting';
import { Conditions, type Listing, type Page, pageOf, positionOf } from '@projections/paging';
import { Injectable } from '@nestjs/common';
import { auditTrail } from './audit-trail.projection';
import { audit, type AuditRow } from './audit-trail.rows';
import type { AuditCauseBody, AuditFactBody, AuditPage, AuditSkewBody } from './audit-trail.answer';
import type { AuditRequest } from './audit-trail.request';

/** A command that has been carried out. */
export interface KnownCommand {
  readonly stream: string;
  /** HMAC of its body as it was received. */
  readonly commandMac: string;
}

/** Questions about who did what, when, to which entity. */
@Injectable()
export class AuditTrail {
  constructor(private readonly readSide: ReadSide) {}

  /**
   * One page of facts by position.
   * @param prefixes what the asker's units cover, as leading digits of village codes; an empty one covers everything
   * @throws Refused `CURSOR_MALFORMED`, `PROJECTION_BEHIND`
   */
  page(asked: AuditRequest, prefixes: readonly string[]): Promise<AuditPage> {
    return this.readSide.ask([auditTrail], { after: positionOf(asked.after) }, async (view) => {
      const listing: Listing = {
        select: `SELECT ${selected(audit, 't')} FROM ${view.table(audit)} t`,
        order: [{ sql: 'position', as: 'position', form: /^\d{1,18}$/ }],
        descending: asked.order !== 'oldest',
      };
      const page = await pageOf<AuditRow>(view, listing, conditionsOf(asked, prefixes), asked);
      const causes = await causesOf(view, page);
      const unscored = await unscoredIn(view, page);
      return { ...page, items: page.items.map((row) => factOf(row, causes.get(row.metadata.causationId), unscored)) };
    });
  }

  /**
   * The command of this id, whichever stream it wrote: the api refuses the same id for another command. It sees what
   * the read model has reached, so it catches a client's mistake, not a race (inside one stream the log itself does).
   * Never waits: a command must not stand still because nothing is filled yet.
   * @throws Refused `PROJECTION_FILLING`
   */
  async findCommand(commandId: string): Promise<KnownCommand | undefined> {
    const { found } = await this.readSide.askTogether(commandsById, { patience: 0 }, commandId, (found) => ({ found }));
    return found;
  }
}

/** One look at a key costs hardly more for many ids than for one: those that come meanwhile wait for the next. */
const commandsById: Joint<string, KnownCommand | undefined> = {
  projection: auditTrail,
  goes: 1,
  most: 64,
  question: (table, ids) => ({
    sql: `SELECT asked.id, known.* FROM unnest($1::text[]) AS asked(id), LATERAL (
            SELECT stream, metadata::json->>'commandMac' AS "commandMac" FROM ${table(audit)} WHERE command_id = asked.id LIMIT 1) AS known`,
    parameters: [ids],
    planned: 'once',
  }),
  answers(rows, ids) {
    const found = new Map(rows.map(({ id, stream, commandMac }) => [id, { stream: String(stream), commandMac: String(commandMac) }]));
    return ids.map((id) => found.get(id));
  },
};

const conditionsOf = (asked: AuditRequest, prefixes: readonly string[]): Conditions => {
  const conditions = new Conditions().equal({ actor_id: asked.actor, type: asked.type });
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
  if (asked.skewed !== undefined) {
    conditions.add(`skewed AND (metadata::json->>'clock' IS NOT DISTINCT FROM 'STEPPED') = ?`, asked.skewed === 'STEPPED_CLOCK');
  }
  return conditions;
};

type Cause = Pick<AuditRow, 'factId' | 'position' | 'stream' | 'type'>;

/** The facts that caused those of a page; what a command caused has none. */
const causesOf = async (view: View, { items }: Page<AuditRow>): Promise<ReadonlyMap<string, Cause>> => {
  const ids = items
    .map(({ metadata }) => metadata)
    .flatMap(({ causationId, commandId }) => (causationId === commandId ? [] : [causationId]));
  if (ids.length === 0) return new Map();
  const causes = await view.query<Cause>(
    `SELECT fact_id AS "factId", position, stream, type FROM ${view.table(audit)} WHERE fact_id = ANY ($1::text[])`,
    [ids],
  );
  return new Map(causes.map((cause) => [cause.factId, cause]));
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

const factOf = (row: AuditRow, cause: Cause | undefined, unscored: ReadonlySet<string>): AuditFactBody => {
  const { position, stream, revision, factId, type, entities, village, occurredOn, recordedOn, created, metadata, data } = row;
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
    ...(row.skewed && { skewed: skewOf(metadata, created) }),
    ...(clock !== undefined && { clock }),
    commandId,
    causedBy: causeOf(metadata, cause),
    correlationId,
    programme,
    profileVersion,
    channel,
    ...(readAt !== undefined && { readAt }),
    ...(type === COUNTED && unscored.has(stream) ? { withheld: 'UNTIL_SCORED' } : { data }),
  };
};

const skewOf = ({ clock, recordedAt }: Metadata, created: Instant): AuditSkewBody => ({
  seconds: Math.round((Date.parse(recordedAt) - Date.parse(created)) / 1000),
  why: clock === 'STEPPED' ? 'STEPPED_CLOCK' : 'CLOCKS_DIFFER',
});

const causeOf = ({ causationId, commandId }: Metadata, cause: Cause | undefined): AuditCauseBody => {
  if (causationId === commandId) return { commandId };
  return { factId: causationId, ...(cause && { position: cause.position, stream: cause.stream, type: cause.type }) };
};
