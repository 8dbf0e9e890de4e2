import type { RefusalTable } from '@minqing/kernel';

/** Why a read model can not answer just now. */
export const projectingRefusals = {
  PROJECTION_BEHIND: {
    kind: 'behind',
    zh: '读模型 {projection} 现到日志位置 {position}，尚未到 {wanted}；请稍后再问。',
    en: 'The read model {projection} is at log position {position} and has not reached {wanted} yet; ask again shortly.',
  },
  PROJECTION_FILLING: {
    kind: 'behind',
    zh: '读模型 {projection} 正在首次生成，完成前不作答；请稍后再问。',
    en: 'The read model {projection} is being filled for the first time and does not answer before that is done; ask again shortly.',
  },
} as const satisfies RefusalTable;
