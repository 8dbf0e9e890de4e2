import { ledger } from '@minqing/projecting';
import { satisfactionActs } from './satisfaction.acts';
import type { SatisfactionFact } from './satisfaction.facts';
import { sessionMeasure } from './session.measure';

/** 满意度: what representatives said of whom, and how many of them came (E-1, E-2). */
export const satisfaction = ledger<SatisfactionFact>({
  name: 'satisfaction',
  version: 3,
  acts: satisfactionActs,
  measures: [sessionMeasure],
});
