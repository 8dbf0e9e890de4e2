import type { RefusalTable } from '@minqing/kernel';
import { type Projection, projectingRefusals } from '@minqing/projecting';
import { auditTrail, AuditTrailModule } from '@projections/audit-trail';
import { pagingRefusals } from '@projections/paging';

/** All that is shown: adding a projection to these lists is all it takes to have it filled and served. */
export const projections: readonly Projection[] = [auditTrail];

export const readModules = [AuditTrailModule];

export const readRefusals: RefusalTable = { ...projectingRefusals, ...pagingRefusals };
