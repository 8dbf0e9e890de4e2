import type { Role } from '@minqing/kernel';

/** Who may send a command. The unit of the role must cover the village of the command. */
export interface Permission {
  readonly roles: readonly Role[];
  /** A role that may do so only in its own name: true where the body speaks of the actor himself. */
  readonly own?: Partial<Record<Role, (actorId: string, body: Readonly<Record<string, unknown>>) => boolean>>;
}

const clerks: readonly Role[] = ['SECRETARY', 'CLERK'];
const tellers: readonly Role[] = ['TELLER'];
const visitors: readonly Role[] = ['LINKED_MEMBER', 'COMMITTEE_MEMBER', 'STATION', ...clerks];

/** The one table of who may do what (domain spec §10). A command without a row is refused to everybody. */
export const whoMay: Readonly<Record<string, Permission>> = {
  RegisterPerson: { roles: clerks },
  RegisterMember: { roles: clerks },
  MemberLeaves: { roles: clerks },
  PlaceMemberInGrid: { roles: clerks },
  GrantExemption: { roles: clerks },
  EndExemption: { roles: clerks },
  GrantRole: { roles: clerks },
  EndRole: { roles: clerks },
  DefineGrid: { roles: clerks },
  RegisterHousehold: { roles: clerks },
  CloseHousehold: { roles: clerks },
  EstablishLink: { roles: clerks },
  EndLink: { roles: clerks },
  HandOverLink: { roles: clerks },
  ConveneEvaluation: { roles: clerks },
  FixRoll: { roles: clerks },
  TakeAttendance: { roles: clerks },
  HearReport: { roles: clerks },
  OpenBallotBox: { roles: tellers },
  SealBallotBox: { roles: tellers },
  CountBallots: { roles: tellers },
  ScoreEvaluation: { roles: tellers },
  PublishEvaluation: { roles: clerks },
  // Those who are judged can not make the judgement void: only the levels above can.
  AnnulEvaluation: { roles: ['TOWN', 'COUNTY', 'SUPERVISOR'] },
  RecordVisit: { roles: visitors, own: { LINKED_MEMBER: (id, { visitorIds }) => Array.isArray(visitorIds) && visitorIds.includes(id) } },
  // Whose visit it is stands in the visit, not in the body: its decider knows (VISIT_NOT_YOURS).
  SignVisit: { roles: ['HOUSEHOLD', ...visitors] },
  RefuseVisitSignature: { roles: ['HOUSEHOLD', ...visitors] },
  CorrectVisit: { roles: visitors },
  VoidVisit: { roles: clerks },
  RaiseIssue: { roles: visitors },
  AssignMatter: { roles: ['TOWN', 'COUNTY', ...clerks] },
  TransferFirstHandler: { roles: ['STATION', ...clerks] },
};
