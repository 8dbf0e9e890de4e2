import { type RefusalTable, refuser } from '@minqing/kernel';

export const visitsRefusals = {
  VISIT_EXISTS: { kind: 'conflict', zh: '该走访已有记录。', en: 'This visit is already on record.' },
  VISIT_UNKNOWN: { kind: 'missing', zh: '本村没有这次走访：{visitId}。', en: 'No such visit in this village: {visitId}.' },
  VISIT_VOIDED: {
    kind: 'conflict',
    rule: 'VIS-8',
    zh: '这次走访已作废，不能再改。',
    en: 'This visit was voided and can not be changed any more.',
  },
  VISIT_HOUSEHOLD_UNKNOWN: {
    kind: 'missing',
    zh: '本村没有这一户：{householdId}；请先登记。',
    en: 'No such household in this village: {householdId}; register it first.',
  },
  VISIT_VISITOR_UNKNOWN: {
    kind: 'missing',
    zh: '册上没有此人：{visitorId}；请先登记。',
    en: 'No such person on record: {visitorId}; register the visitor first.',
  },
  VISIT_LEAD_NOT_VISITOR: {
    kind: 'invalid',
    zh: '带队人 {leadVisitorId} 须在走访人之列。',
    en: 'The lead visitor {leadVisitorId} must be one of the visitors.',
  },
  VISIT_WITHOUT_ENTRIES: {
    kind: 'invalid',
    rule: 'VIS-1',
    zh: '四个必记：没有反映问题也须记一条 NONE_RAISED。',
    en: 'A visit without entries must say so: one entry NONE_RAISED.',
  },
  VISIT_NONE_RAISED_NOT_ALONE: {
    kind: 'invalid',
    rule: 'VIS-1',
    zh: 'NONE_RAISED（无反映）不能与其他条目并列，只能有一条。',
    en: 'NONE_RAISED stands alone: no other entry beside it.',
  },
  VISIT_NONE_RAISED_WITH_TEXT: {
    kind: 'invalid',
    rule: 'VIS-1',
    zh: 'NONE_RAISED（无反映）不带文字；有内容请选相应类别。',
    en: 'NONE_RAISED has no text; choose the kind of what was said.',
  },
  VISIT_ENTRY_NUMBER_WRONG: {
    kind: 'invalid',
    rule: 'VIS-8',
    zh: '条目 {entryNo} 不是这次走访现有的条目，或写了两次；新条目不写编号。',
    en: 'Entry {entryNo} is none of this visit, or is given twice; a new entry has no number.',
  },
  VISIT_SIGNATURE_SETTLED: {
    kind: 'conflict',
    rule: 'VIS-5',
    zh: '签字情况已是 {signatureStatus}；记错了请用更正。',
    en: 'The signature is already {signatureStatus}; if that is wrong, correct the visit.',
  },
  VISIT_NOT_YOURS: {
    kind: 'forbidden',
    zh: '只有这一户、走访人或记录人本人可以这样做。',
    en: 'Only this household, a visitor or the author may do this.',
  },
  VISIT_REASON_MISSING: { kind: 'invalid', rule: 'VIS-8', zh: '更正与作废须写明理由。', en: 'A correction or voiding needs its reason.' },
  VISIT_NOTHING_CORRECTED: {
    kind: 'invalid',
    rule: 'VIS-8',
    zh: '更正没有改变任何内容。',
    en: 'The correction changes nothing.',
  },
  VISIT_TEXT_OF_OTHER_HOUSEHOLD: {
    kind: 'invalid',
    zh: '改到另一户时，文字须以该户密钥重新封存。',
    en: 'A visit moved to another household must have its texts sealed under that household’s key.',
  },
  VISIT_APPROVER_IS_AUTHOR: {
    kind: 'conflict',
    rule: 'VIS-8',
    zh: '记录人 {authorId} 不能批准作废自己的记录。',
    en: 'The author {authorId} can not approve the voiding of his own record.',
  },
  VISIT_APPROVER_UNKNOWN: {
    kind: 'missing',
    rule: 'VIS-8',
    zh: '册上没有此批准人：{approverId}。',
    en: 'No such approver on record: {approverId}.',
  },
} as const satisfies RefusalTable;

export const refuse = refuser(visitsRefusals);
