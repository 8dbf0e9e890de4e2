import { type RefusalTable, refuser } from '@minqing/kernel';

export const pagingRefusals = {
  CURSOR_MALFORMED: {
    kind: 'malformed',
    zh: 'cursor 不是本查询给出的 next；请从第一页重新开始。',
    en: 'This cursor was not given as `next` by this query; start again from the first page.',
  },
} as const satisfies RefusalTable;

export const refuse = refuser(pagingRefusals);
