import { accept, type Decision } from '@minqing/kernel';
import type { ConveneEvaluation } from './evaluation.commands';
import { repeatedIn } from './evaluation.counts';
import type { EvaluationConvened, Grade, Omission } from './evaluation.events';
import { refuse } from './evaluation.refusals';
import { nameOf, possibleTargets, requiredTargets } from './evaluation.targets';

/** A scheme one can count with: distinct grades, one that is plain satisfaction, and a place for blank slips. */
const countable = (grades: readonly Grade[]): boolean =>
  repeatedIn(grades.map(({ code }) => code)).length === 0 &&
  grades.some(({ rank }) => rank === 'STRICT') &&
  grades.some(({ code, rank }) => code === 'ABSTAINED' && rank === 'NONE');

/** Whether a session may be convened: its targets are all on record, each is named once, and none is silently left out (MTG-3). */
export const convene = (c: ConveneEvaluation): Decision<EvaluationConvened> => {
  const { evaluationId, villageCode, programme, heldOn, periodFrom, periodTo, targets, grades, quorum, judgeable } = c;
  if (periodFrom > periodTo || periodFrom > heldOn) {
    return refuse({ code: 'EVALUATION_PERIOD', field: 'periodFrom', periodFrom, periodTo, heldOn });
  }
  if (!countable(grades)) return refuse({ code: 'EVALUATION_GRADES', field: 'grades' });

  const listed = [...targets, ...c.omitted].map(nameOf);
  const repeated = repeatedIn(listed);
  if (repeated.length > 0) return refuse({ code: 'EVALUATION_TARGET_REPEATED', field: 'targets', repeated });
  const possible = new Set(possibleTargets(villageCode, periodFrom, heldOn, judgeable).map(nameOf));
  const unknown = listed.filter((name) => !possible.has(name));
  if (unknown.length > 0) return refuse({ code: 'EVALUATION_TARGET_UNKNOWN', field: 'targets', unknown });

  const omitted = c.omitted.map(({ type, id, reason }): Omission => ({ type, id, reason: reason?.trim() ?? '' }));
  const unexplained = omitted.filter(({ reason }) => reason === '').map(nameOf);
  if (unexplained.length > 0) return refuse({ code: 'EVALUATION_OMISSION_WITHOUT_REASON', field: 'omitted', unexplained });
  const missing = [...new Set(requiredTargets(villageCode, heldOn, judgeable).map(nameOf))].filter((name) => !listed.includes(name));
  if (missing.length > 0) return refuse({ code: 'EVALUATION_TARGET_OMITTED', field: 'targets', missing });
  if (targets.length === 0) return refuse({ code: 'EVALUATION_WITHOUT_TARGETS', field: 'targets' });

  return accept({
    type: 'EvaluationConvened',
    data: { evaluationId, villageCode, programme, heldOn, periodFrom, periodTo, targets, omitted, grades, quorum },
  });
};
