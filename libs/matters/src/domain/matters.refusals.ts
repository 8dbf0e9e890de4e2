import { type RefusalTable, refuser } from '@minqing/kernel';

export const mattersRefusals = {
  MATTER_EXISTS: { kind: 'conflict', zh: '该事项已交办。', en: 'This matter is already assigned.' },
  MATTER_WITHOUT_ISSUE: {
    kind: 'invalid',
    rule: 'MAT-1',
    zh: '交办事项至少来源于一项诉求。',
    en: 'A matter has at least one source issue.',
  },
  MATTER_ISSUE_UNKNOWN: {
    kind: 'missing',
    rule: 'MAT-1',
    zh: '本村没有这项诉求：{issueId}。',
    en: 'No such issue in this village: {issueId}.',
  },
  MATTER_RESPONSIBLE_PERSON_MISSING: {
    kind: 'invalid',
    rule: 'MTG-2',
    zh: '交办须明确责任人。',
    en: 'An assignment names the responsible person.',
  },
  MATTER_RESPONSIBILITIES_MISSING: {
    kind: 'invalid',
    rule: 'MTG-2',
    zh: '交办须明确责任分工：每人承担什么。',
    en: 'An assignment says who does which part; no part is empty.',
  },
  MATTER_TARGET_MISSING: { kind: 'invalid', rule: 'MTG-2', zh: '交办须明确目标要求。', en: 'An assignment states its target.' },
  MATTER_MEASURES_MISSING: { kind: 'invalid', rule: 'MTG-2', zh: '交办须明确具体措施。', en: 'An assignment states concrete measures.' },
  MATTER_DEADLINE_MISSING: { kind: 'invalid', rule: 'MTG-2', zh: '交办须明确完成时限。', en: 'An assignment has a deadline.' },
  MATTER_DEADLINE_PAST: {
    kind: 'invalid',
    rule: 'MTG-2',
    zh: '时限 {deadline} 早于交办之日 {assignedOn}。',
    en: 'The deadline {deadline} lies before the day of assignment, {assignedOn}.',
  },
  MATTER_RESPONSIBLE_NOT_SERVING: {
    kind: 'invalid',
    rule: 'MTG-2',
    zh: '{personId} 在 {assignedOn} 不是 {unitCode} 的在任成员（村级为村“两委”成员），不能作责任人。',
    en: '{personId} was not serving in {unitCode} on {assignedOn} (for a village: in its two committees) and can not be responsible.',
  },
  MATTER_PERSON_UNKNOWN: {
    kind: 'missing',
    rule: 'MTG-2',
    zh: '册上没有此人：{personId}。',
    en: 'No such person on record: {personId}.',
  },
  MATTER_MEETING_MISSING: {
    kind: 'invalid',
    rule: 'MTG-2',
    zh: '会议交办须写明会议编号，其他方式不写。',
    en: 'What a meeting assigns names the meeting; what is assigned otherwise does not.',
  },
} as const satisfies RefusalTable;

export const refuse = refuser(mattersRefusals);
