import type { Judgeable } from './domain/evaluation.targets';

/** What a village has to judge, and where in the log the answer was read. */
export interface JudgeableAt extends Judgeable {
  readonly readAt: bigint;
}

/**
 * The one question of this context that spans many streams, so it is answered by the read side (domain spec §0): the
 * api binds it. A matter assigned while the answer travels is not waited for; a projection flags such a race.
 */
export abstract class EvaluationLookups {
  /**
   * - every term in the two committees (COMMITTEE_MEMBER, and SECRETARY, who heads one of them) for this village, past ones too
   * - every matter ever assigned in it; `scored` only by a session that was neither annulled nor published as not valid
   */
  abstract judgeable(villageCode: string): Promise<JudgeableAt>;
}
