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
 * them in this order, each taking a half: the audit trail and the big registers, or the ledgers.
 */
export const projections: readonly Projection[] = [
  auditTrail,
  peopleRegister,
  caseworkRegister,
  coverage,
  satisfaction,
  evaluationRegister,
];

export const readModules = [AuditTrailModule, RegistersModule, FiguresModule];

export const readRefusals: RefusalTable = { ...projectingRefusals, ...pagingRefusals, ...registerRefusals, ...figuresRefusals };
