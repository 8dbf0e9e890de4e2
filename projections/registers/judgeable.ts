import { EventLog } from '@minqing/event-log';
import { type CommitteeTerm, EvaluationLookups, type JudgeableAt, type JudgeableMatter } from '@minqing/evaluation';
import type { Span } from '@minqing/kernel';
import { ReadSide } from '@minqing/projecting';
import { Injectable } from '@nestjs/common';
import { caseworkRegister } from './casework/casework.projection';
import { scoredMatters } from './casework/casework.query';
import { evaluationRegister } from './evaluations/evaluations.projection';
import { peopleRegister } from './people/people.projection';
import { offices } from './people/people.rows';

/** What a village has on record to be judged, from registers that have reached the log's head as it was when asked. */
@Injectable()
export class JudgeableOnRecord extends EvaluationLookups {
  constructor(
    private readonly log: EventLog,
    private readonly readSide: ReadSide,
  ) {
    super();
  }

  /** @throws Refused `PROJECTION_BEHIND` where the registers do not get there in five seconds; StoreUnavailable */
  async judgeable(villageCode: string): Promise<JudgeableAt> {
    const after = await this.log.head();
    const { position, ...found } = await this.readSide.ask(
      [peopleRegister, caseworkRegister, evaluationRegister],
      { after },
      async (view) => {
        const held = await view.query<{ personId: string; terms: readonly Span[] }>(
          `SELECT person_id AS "personId", terms::json FROM ${view.table(offices)}
         WHERE unit_code = $1 AND role IN ('COMMITTEE_MEMBER', 'SECRETARY') ORDER BY person_id, role`,
          [villageCode],
        );
        const matters = await view.query<Omit<JudgeableMatter, 'closedOn'> & { closedOn: string | null }>(
          `SELECT matter_id AS "matterId", deadline, closed_on AS "closedOn", scored FROM (${scoredMatters(view)}) m
         WHERE village = $1 ORDER BY matter_id`,
          [villageCode],
        );
        return {
          committee: held.flatMap(termsOf),
          matters: matters.map(({ closedOn, ...matter }) => ({ ...matter, ...(closedOn !== null && { closedOn }) })),
        };
      },
    );
    return { ...found, readAt: BigInt(position) };
  }
}

const termsOf = ({ personId, terms }: { readonly personId: string; readonly terms: readonly Span[] }): CommitteeTerm[] =>
  terms.map(({ from, until }) => ({ personId, from, ...(until !== undefined && { until }) }));
