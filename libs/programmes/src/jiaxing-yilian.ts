import type { RuleProfile } from './profile';

/** 嘉兴"一联三会", as sources S0 and S4 report it; defaults where they are silent are decisions D-05 to D-08 of the domain spec. */
export const jiaxingYilian: readonly RuleProfile[] = [
  {
    programme: 'jiaxing-yilian',
    version: 1,
    effectiveFrom: '2010-01-01',
    name: { zh: '嘉兴一联三会', en: 'Jiaxing: one link, three meetings' },
    link: { householdsMin: 5, householdsMax: 10, handoverDays: 30 },
    visit: { lateAfterDays: 3, signatureRequired: false, cadenceMonths: 2 },
    evaluation: {
      everyMonths: 6,
      quorum: { numerator: 2, denominator: 3 },
      satisfactionTarget: 0.95,
      grades: [
        { code: 'SATISFIED', rank: 'STRICT', zh: '满意' },
        { code: 'BASICALLY_SATISFIED', rank: 'BASIC', zh: '基本满意' },
        { code: 'DISSATISFIED', rank: 'NONE', zh: '不满意' },
        { code: 'ABSTAINED', rank: 'NONE', zh: '弃权' },
      ],
    },
    privacy: { k: 5 },
  },
];
