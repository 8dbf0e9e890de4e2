import type { RefusalTable } from '@minqing/kernel';

/** Refusals of the door: before any context is asked. */
export const accessRefusals = {
  TOKEN_MISSING: {
    kind: 'unknown-caller',
    zh: '需要登录：请在 Authorization 头中带 Bearer 令牌（本机可用 minqing token 取得）。',
    en: 'A token is needed: send Authorization: Bearer … (on one machine: minqing token).',
  },
  TOKEN_INVALID: { kind: 'unknown-caller', zh: '令牌无效或已过期：{reason}', en: 'The token is not valid or has expired: {reason}' },
  ROLE_MAY_NOT: {
    kind: 'forbidden',
    zh: '您的角色不能进行此项操作；需要：{roles}。',
    en: 'Your role may not do this; wanted one of: {roles}.',
  },
  UNIT_NOT_COVERED: {
    kind: 'forbidden',
    zh: '您的单位管辖范围不含 {division}。',
    en: 'The unit of your role does not cover {division}.',
  },
  ONLY_IN_OWN_NAME: {
    kind: 'forbidden',
    zh: '此角色只能以本人名义操作。',
    en: 'This role may do so only in its own name.',
  },
  COMMAND_ID_NEEDED: {
    kind: 'malformed',
    rule: 'VIS-10',
    zh: '请求头 Idempotency-Key 须为 UUID：它是命令的编号，使重发安全。',
    en: 'The header Idempotency-Key must be a UUID: it is the id of the command and makes sending again safe.',
  },
  REVISION_MALFORMED: {
    kind: 'malformed',
    zh: '请求头 If-Match 须为版本号（非负整数）。',
    en: 'The header If-Match must be a revision, a non-negative integer.',
  },
  CHANNEL_UNKNOWN: {
    kind: 'malformed',
    zh: '请求头 X-Channel 须为 APP、KIOSK、PAPER_ENTRY、IMPORT 之一。',
    en: 'The header X-Channel must be APP, KIOSK, PAPER_ENTRY or IMPORT.',
  },
  CORRELATION_MALFORMED: {
    kind: 'malformed',
    zh: '请求头 X-Correlation-Id 须为 UUID。',
    en: 'The header X-Correlation-Id must be a UUID.',
  },
  DIVISION_CODE_MALFORMED: {
    kind: 'malformed',
    zh: '区划代码须为 12 位数字，所给为 {given}。',
    en: 'A division code has 12 digits, this is {given}.',
  },
  DIVISION_UNKNOWN: { kind: 'missing', zh: '没有这个区划：{given}。', en: 'No such division: {given}.' },
  PROGRAMME_UNKNOWN: {
    kind: 'invalid',
    zh: '没有这个工作方案：{programme}；可用：{accepted}。',
    en: 'No such programme: {programme}; accepted: {accepted}.',
  },
} as const satisfies RefusalTable;
