import { ledger } from '@minqing/projecting';
import { coverageActs } from './coverage.acts';
import type { CoverageFact } from './coverage.facts';
import { householdMeasure } from './household.measure';
import { memberMeasure } from './member.measure';
import { visitMeasure } from './visit.measure';

/** 覆盖: who is linked, who is visited, what is heard and signed (C-1 … C-4, V-1 … V-4). */
export const coverage = ledger<CoverageFact>({
  name: 'coverage',
  version: 4,
  acts: coverageActs,
  measures: [householdMeasure, memberMeasure, visitMeasure],
  onTheSpot: ['HOUSEHOLD', 'MEMBER'],
});
