import { futureRefusals, type RefusalTable } from '@minqing/kernel';

/** Refusals that any command can meet, whatever its context. */
export const commonRefusals = {
  COMMAND_ID_REUSED: {
    kind: 'conflict',
    rule: 'VIS-10',
    zh: '此命令编号已用于内容不同的命令；新的命令请用新的 UUID。',
    en: 'This Idempotency-Key was used for a command with other content; a new command needs a new UUID.',
  },
  REVISION_MISMATCH: {
    kind: 'stale',
    zh: '您所见的版本是 {wanted}，现已是 {got}；请重新读取后再改。',
    en: 'You saw revision {wanted}, it is now {got}; read again before you edit.',
  },
  TOO_MANY_WRITERS: {
    kind: 'conflict',
    zh: '同时写入者过多，请用同一命令编号重试。',
    en: 'Too many writers at once; retry with the same Idempotency-Key.',
  },
  ...futureRefusals,
  SUBJECT_FORGOTTEN: {
    kind: 'conflict',
    zh: '该对象的密钥已依请求销毁，不能再为其保存个人内容。',
    en: 'The key of this subject was destroyed on request; no personal text can be kept for it any more.',
  },
} as const satisfies RefusalTable;
