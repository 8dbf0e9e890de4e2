import { type RefusalTable, refuser } from '@minqing/kernel';

export const registerRefusals = {
  NOT_ON_RECORD: {
    kind: 'missing',
    zh: '本村没有此项记录，或不在您可见的范围：{id}。',
    en: 'Not on record in this village, or not yours to see: {id}.',
  },
  REVEAL_NOT_ALLOWED: {
    kind: 'forbidden',
    rule: '§10',
    zh: '您的角色不能查阅个人信息。',
    en: 'Your role may not open personal text.',
  },
  EVALUATION_NOT_PUBLISHED: {
    kind: 'forbidden',
    rule: '§8.7',
    zh: '评议结果尚未公布。',
    en: 'The evaluation is not published yet.',
  },
} as const satisfies RefusalTable;

export const refuse = refuser(registerRefusals);
