import type { RefusalTable } from '@minqing/kernel';
import { type Projection, projectingRefusals } from '@minqing/projecting';
import { auditTrail, AuditTrailModule } from '@projections/audit-trail';
import { coverage } from '@projections/coverage';
import { figuresRefusals, FiguresModule } from '@projections/figures';
import { pagingRefusals } from '@projections/paging';
import { caseworkRegister, evaluationRegister, peopleRegister, registerRefusals, RegistersModule } from '@projections/registers';
import { satisfaction } from '@projections/satisfaction';

/**
 * All that is shown: adding a projection to these lists is all it takes to have it filled and served. Two workers share
 * them in this order, each taking a half; the first three cost about as much as the others.
 */
export const projections: readonly Projection[] = [
  coverage,
  satisfaction,
  evaluationRegister,
  auditTrail,
  peopleRegister,
  caseworkRegister,
];

export const readModules = [AuditTrailModule, RegistersModule, FiguresModule];

export const readRefusals: RefusalTable = { ...projectingRefusals, ...pagingRefusals, ...registerRefusals, ...figuresRefusals };
