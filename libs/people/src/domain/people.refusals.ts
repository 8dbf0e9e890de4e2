import { type RefusalTable, refuser } from '@minqing/kernel';

export const peopleRefusals = {
  HOUSEHOLD_EXISTS: { kind: 'conflict', zh: '该户已登记在册。', en: 'This household is already on record.' },
  HOUSEHOLD_UNKNOWN: {
    kind: 'missing',
    rule: 'LNK-5',
    zh: '本村没有这一户：{householdId}。',
    en: 'No such household in this village: {householdId}.',
  },
  HOUSEHOLD_CLOSED: { kind: 'conflict', zh: '该户已于 {on} 销户。', en: 'This household was closed on {on}.' },
  GRID_NOT_IN_VILLAGE: {
    kind: 'invalid',
    rule: 'LNK-1',
    zh: '网格 {gridCode} 不属于本村；网格代码为村代码加 3 位数字。',
    en: 'Grid {gridCode} is not of this village; a grid code is the village code and 3 digits.',
  },
} as const satisfies RefusalTable;

export const refuse = refuser(peopleRefusals);
