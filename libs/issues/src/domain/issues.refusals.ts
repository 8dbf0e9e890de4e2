import { type RefusalTable, refuser } from '@minqing/kernel';

export const issuesRefusals = {
  ISSUE_EXISTS: { kind: 'conflict', zh: '该诉求已登记。', en: 'This issue is already on record.' },
  ISSUE_UNKNOWN: { kind: 'missing', zh: '本村没有这项诉求：{issueId}。', en: 'No such issue in this village: {issueId}.' },
  ISSUE_HOUSEHOLD_UNKNOWN: {
    kind: 'missing',
    zh: '本村没有这一户：{householdId}；请先登记。',
    en: 'No such household in this village: {householdId}; register it first.',
  },
  ISSUE_FIRST_HANDLER_UNKNOWN: {
    kind: 'missing',
    rule: 'ISS-6',
    zh: '册上没有此首办责任人：{personId}。',
    en: 'No such first handler on record: {personId}.',
  },
  ISSUE_SINGLE_OF_SEVERAL: {
    kind: 'invalid',
    rule: 'ISS-2',
    zh: '个性问题（SINGLE）只属一户；多户的请记为共性问题（COMMON）。',
    en: 'A SINGLE issue is of one household; of several it is COMMON.',
  },
  ISSUE_HANDLER_IS_SAME: {
    kind: 'conflict',
    rule: 'ISS-6',
    zh: '{toHandlerId} 已是首办责任人。',
    en: '{toHandlerId} is the first handler already.',
  },
  ISSUE_HANDOVER_INCOMPLETE: {
    kind: 'invalid',
    rule: 'ISS-6',
    zh: '移交首办责任须接手人同意并写明理由。',
    en: 'Handing over first handling needs the consent of the one who takes over, and a reason.',
  },
} as const satisfies RefusalTable;

export const refuse = refuser(issuesRefusals);
