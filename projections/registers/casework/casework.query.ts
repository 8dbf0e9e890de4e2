import { addDays, Clock, type Day, dayOf, toInstant } from '@minqing/kernel';
import { ReadSide, selected, type View } from '@minqing/projecting';
import { Conditions, type Fields, type Listing, pageOf, positionOf } from '@projections/paging';
import { Injectable } from '@nestjs/common';
import { evaluationRegister } from '../evaluations/evaluations.projection';
import { evaluations, results } from '../evaluations/evaluations.rows';
import { notOnRecord } from '../sight';
import type {
  IssueCard,
  IssueItem,
  IssuesPage,
  MatterCard,
  MatterItem,
  MattersPage,
  VisitCard,
  VisitItem,
  VisitsPage,
} from './casework.answer';
import { matterFlags, visitFlags } from './casework.flags';
import { caseworkRegister } from './casework.projection';
import type { IssuesRequest, MattersRequest, VisitsRequest } from './casework.request';
import { accountOf, type IssueRow, issues, type MatterRow, matters, type VisitRow, visits } from './casework.rows';

export type ScoredMatter = MatterRow & { readonly scored: boolean };

/** Questions about what was heard and what became of it. "Today" is the day of the clock. */
@Injectable()
export class CaseworkRegister {
  constructor(
    private readonly readSide: ReadSide,
    private readonly clock: Clock,
  ) {}

  /** Visits, newest first. @param own the only visitor to be seen, where the caller sees no others */
  visits(village: string, asked: VisitsRequest, own: string | undefined): Promise<VisitsPage> {
    const today = this.today();
    return this.ask(asked.after, async (view) => {
      const conditions = within(new Conditions(), 'v.occurred_at', asked).equal({
        'v.village': village,
        'v.household_id': asked.household,
        'v.signature': asked.signature,
        'v.voided': truth(asked.voided),
        'v.late': truth(asked.late),
        '(v.corrections > 0)': truth(asked.corrected),
      });
      for (const visitor of [asked.visitor, own]) if (visitor !== undefined) conditions.add('v.visitor_ids @> ARRAY[?::text]', visitor);
      if (asked.kind !== undefined) conditions.add('v.kinds @> ARRAY[?::text]', asked.kind);
      const order = [
        { sql: 'v.occurred_at', as: 'occurredAt' },
        { sql: 'v.visit_id', as: 'visitId' },
      ];
      const page = await pageOf<VisitRow>(view, { select: selectVisits(view), order, descending: true }, conditions, asked);
      return { ...page, items: page.items.map((row) => visitItem(row, today)) };
    });
  }

  visit(village: string, visitId: string, after: string | undefined): Promise<VisitCard> {
    return this.ask(after, async (view) => {
      const [row] = await view.query<VisitRow>(`${selectVisits(view)} WHERE v.visit_id = $1 AND v.village = $2`, [visitId, village]);
      if (!row) throw notOnRecord(visitId);
      return { ...visitItem(row, this.today()), account: accountOf(row), revision: row.revision };
    });
  }

  /** Issues, newest first. */
  issues(village: string, asked: IssuesRequest): Promise<IssuesPage> {
    return this.ask(asked.after, async (view) => {
      const conditions = within(new Conditions(), 'i.received_at', asked).equal({
        'i.village': village,
        'i.first_handler_id': asked.firstHandler,
        'i.state': asked.state,
        'i.kind': asked.kind,
      });
      if (asked.household !== undefined) conditions.add('i.household_ids @> ARRAY[?::text]', asked.household);
      const order = [
        { sql: 'i.received_at', as: 'receivedAt' },
        { sql: 'i.issue_id', as: 'issueId' },
      ];
      const page = await pageOf<IssueRow>(view, { select: selectIssues(view), order, descending: true }, conditions, asked);
      return { ...page, items: page.items.map(issueItem) };
    });
  }

  issue(village: string, issueId: string, after: string | undefined): Promise<IssueCard> {
    return this.ask(after, async (view) => {
      const [row] = await view.query<IssueRow>(`${selectIssues(view)} WHERE i.issue_id = $1 AND i.village = $2`, [issueId, village]);
      if (!row) throw notOnRecord(issueId);
      return { ...issueItem(row), account: row.account, revision: row.revision };
    });
  }

  /** Matters by deadline. @param own the only person responsible to be seen, where the caller sees no others */
  matters(village: string, asked: MattersRequest, own: string | undefined): Promise<MattersPage> {
    const on = asked.on ?? this.today();
    return this.ask(asked.after, async (view) => {
      const conditions = new Conditions().equal({ village, responsible_person_id: asked.responsible, state: asked.state });
      if (own !== undefined) conditions.equal({ responsible_person_id: own });
      if (asked.dueBy !== undefined) conditions.add('deadline <= ?', asked.dueBy);
      if (asked.scored !== undefined) conditions.add('scored = ?', asked.scored === 'true');
      if (asked.overdue !== undefined) {
        conditions.add('(deadline < ? AND (closed_on IS NULL OR closed_on > ?)) = ?', on, on, asked.overdue === 'true');
      }
      const listing: Listing = {
        select: `SELECT ${selected(matters, 'm')}, scored FROM (${scoredMatters(view)}) m`,
        order: [
          { sql: 'deadline', as: 'deadline' },
          { sql: 'matter_id', as: 'matterId' },
        ],
        descending: false,
      };
      const page = await pageOf<ScoredMatter>(view, listing, conditions, asked);
      return { ...page, items: page.items.map((row) => matterItem(row, on)) };
    });
  }

  matter(village: string, matterId: string, after: string | undefined): Promise<MatterCard> {
    return this.ask(after, async (view) => {
      const [row] = await view.query<ScoredMatter>(
        `SELECT ${selected(matters, 'm')}, scored FROM (${scoredMatters(view)}) m WHERE matter_id = $1 AND village = $2`,
        [matterId, village],
      );
      if (!row) throw notOnRecord(matterId);
      return { ...matterItem(row, this.today()), account: row.account, revision: row.revision };
    });
  }

  private ask<T extends object>(after: string | undefined, work: (view: View) => Promise<T>): Promise<T & { position: string }> {
    return this.readSide.ask([caseworkRegister, evaluationRegister], { after: positionOf(after) }, work);
  }

  private today(): Day {
    return dayOf(toInstant(this.clock.now()));
  }
}

const truth = (said: 'true' | 'false' | undefined): boolean | undefined => (said === undefined ? undefined : said === 'true');

/** Instants are kept in the business offset, so a day's are those that begin with it. */
const within = (conditions: Conditions, column: string, { from, to }: { from?: Day; to?: Day }): Conditions => {
  if (from !== undefined) conditions.add(`${column} >= ?`, from);
  if (to !== undefined) conditions.add(`${column} < ?`, addDays(to, 1));
  return conditions;
};

const selectVisits = (view: View): string => `SELECT ${selected(visits, 'v')} FROM ${view.table(visits)} v`;
const selectIssues = (view: View): string => `SELECT ${selected(issues, 'i')} FROM ${view.table(issues)} i`;

/** Matters with whether a session scored them that was neither annulled nor published as not valid (MTG-3). */
export const scoredMatters = (view: View): string => `
  SELECT m.*, EXISTS (
    SELECT FROM ${view.table(results)} r JOIN ${view.table(evaluations)} e ON e.evaluation_id = r.evaluation_id
    WHERE r.target_id = m.matter_id AND r.target_type = 'MATTER' AND e.stage <> 'ANNULLED' AND e.valid IS DISTINCT FROM false) AS scored
  FROM ${view.table(matters)} m`;

const visitItem = (row: VisitRow, today: Day): Fields<VisitItem> => {
  const { besides: _, revision: __, occurredOn: ___, late: ____, visitorIds, kinds, ...item } = row;
  return { ...item, visitorIds: [...visitorIds], kinds: [...kinds], flags: visitFlags(row, today) };
};

const issueItem = ({ account: _, revision: __, householdIds, matterIds, ...item }: IssueRow): Fields<IssueItem> => ({
  ...item,
  householdIds: [...householdIds],
  matterIds: [...matterIds],
});

const matterItem = (row: ScoredMatter, day: Day): Fields<MatterItem> => {
  const { account: _, revision: __, issueIds, ...item } = row;
  return { ...item, issueIds: [...issueIds], flags: matterFlags(row, day) };
};
