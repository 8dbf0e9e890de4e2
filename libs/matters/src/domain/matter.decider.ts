import {
  accept,
  type Day,
  dayOf,
  type Decider,
  type Decision,
  type Instant,
  type Refusal,
  refuseFuture,
  type Sealed,
} from '@minqing/kernel';
import type { MatterAssigned, MatterFact } from './matter.events';
import { responsibleServes } from './matter.policies';
import { refuse } from './matters.refusals';

type Matter = MatterAssigned['data'];

/** An assignment as it was asked for: the five obligatory fields may be missing, and are then refused one by one. */
export interface AssignMatterCommand extends Omit<
  Matter,
  'responsiblePersonId' | 'responsibilities' | 'target' | 'measures' | 'deadline' | 'firstHandlerId'
> {
  readonly type: 'AssignMatter';
  readonly responsiblePersonId?: string | undefined;
  readonly responsibilities: readonly { readonly personId: string; readonly part?: Sealed | undefined }[];
  readonly target?: Sealed | undefined;
  readonly measures?: Sealed | undefined;
  readonly deadline?: Day | undefined;
  /** Absent: the first handler of the first issue. */
  readonly firstHandlerId?: string | undefined;
  /** The issues as they stand on record. */
  readonly issues: readonly {
    readonly issueId: string;
    readonly villageCode?: string | undefined;
    readonly firstHandlerId?: string | undefined;
  }[];
  /** Whether the responsible person serves on the day of assignment where `responsibleServes` says he must. */
  readonly responsibleServing: boolean;
  /** Those of all persons named whom nobody has registered. */
  readonly unknownPersonIds: readonly string[];
  readonly occurredAt: Instant;
  readonly now: Instant;
}

export interface MatterState {
  readonly assigned: boolean;
}

/** One matter, so far as its assignment (§8.4). */
export const matter: Decider<AssignMatterCommand, MatterState, MatterFact> = {
  initial: { assigned: false },
  decide: (c, s) => (s.assigned ? refuse({ code: 'MATTER_EXISTS' }) : assign(c)),
  evolve: (s, fact) => (fact.type === 'MatterAssigned' ? { assigned: true } : s),
};

const assign = (c: AssignMatterCommand): Decision<MatterFact> => {
  const five = fiveFields(c);
  if ('refusal' in five) return five;
  const flaw = refuseFuture(c.now, { occurredAt: c.occurredAt }) ?? flawOfIssues(c) ?? flawOfPersons(c, five) ?? flawOfTerms(c, five);
  if (flaw) return flaw;
  const firstHandlerId = c.firstHandlerId ?? c.issues[0]?.firstHandlerId;
  if (firstHandlerId === undefined) return refuse({ code: 'MATTER_WITHOUT_ISSUE', field: 'issueIds' });
  const { matterId, villageCode, issueIds, assignedBy, level, channel, publicBenefit, needsSiYiLiangGongKai, publicityRequired } = c;
  const flags = { publicBenefit, needsSiYiLiangGongKai, publicityRequired };
  return accept({
    type: 'MatterAssigned',
    data: { matterId, villageCode, issueIds, assignedBy, ...five, level, channel, firstHandlerId, ...flags },
  });
};

type FiveFields = Pick<Matter, 'responsiblePersonId' | 'responsibilities' | 'target' | 'measures' | 'deadline'>;

/** MTG-2: responsible person, responsibilities, target, measures, deadline; none may be missing or empty. */
const fiveFields = (c: AssignMatterCommand): FiveFields | { readonly refusal: Refusal } => {
  const { responsiblePersonId, target, measures, deadline } = c;
  if (!responsiblePersonId) return refuse({ code: 'MATTER_RESPONSIBLE_PERSON_MISSING', field: 'responsiblePersonId' });
  const responsibilities = c.responsibilities.flatMap(({ personId, part }) => (part ? [{ personId, part }] : []));
  if (responsibilities.length === 0 || responsibilities.length < c.responsibilities.length) {
    return refuse({ code: 'MATTER_RESPONSIBILITIES_MISSING', field: 'responsibilities' });
  }
  if (!target) return refuse({ code: 'MATTER_TARGET_MISSING', field: 'target' });
  if (!measures) return refuse({ code: 'MATTER_MEASURES_MISSING', field: 'measures' });
  if (!deadline) return refuse({ code: 'MATTER_DEADLINE_MISSING', field: 'deadline' });
  return { responsiblePersonId, responsibilities, target, measures, deadline };
};

/** MAT-1 */
const flawOfIssues = ({ issues, villageCode }: AssignMatterCommand) => {
  if (issues.length === 0) return refuse({ code: 'MATTER_WITHOUT_ISSUE', field: 'issueIds' });
  const unknown = issues.find((issue) => issue.villageCode !== villageCode);
  return unknown && refuse({ code: 'MATTER_ISSUE_UNKNOWN', field: 'issueIds', issueId: unknown.issueId });
};

const flawOfPersons = (c: AssignMatterCommand, { responsiblePersonId: personId }: FiveFields) => {
  const [unknown] = c.unknownPersonIds;
  if (unknown !== undefined) return refuse({ code: 'MATTER_PERSON_UNKNOWN', personId: unknown });
  if (c.responsibleServing) return undefined;
  const { unitCode } = responsibleServes(c.level, c.villageCode);
  const assignedOn = dayOf(c.occurredAt);
  return refuse({ code: 'MATTER_RESPONSIBLE_NOT_SERVING', field: 'responsiblePersonId', personId, unitCode, assignedOn });
};

const flawOfTerms = ({ assignedBy, occurredAt }: AssignMatterCommand, { deadline }: FiveFields) => {
  if ((assignedBy.type === 'MEETING') !== (assignedBy.meetingId !== undefined)) {
    return refuse({ code: 'MATTER_MEETING_MISSING', field: 'assignedBy.meetingId' });
  }
  const assignedOn = dayOf(occurredAt);
  return deadline < assignedOn ? refuse({ code: 'MATTER_DEADLINE_PAST', field: 'deadline', deadline, assignedOn }) : undefined;
};
