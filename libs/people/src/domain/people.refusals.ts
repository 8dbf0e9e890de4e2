import { type RefusalTable, refuser } from '@minqing/kernel';

export const peopleRefusals = {
  PERSON_EXISTS: { kind: 'conflict', zh: '此人已登记在册。', en: 'This person is already on record.' },
  PERSON_UNKNOWN: { kind: 'missing', zh: '本村没有此人：{personId}。', en: 'No such person in this village: {personId}.' },
  MEMBER_EXISTS: { kind: 'conflict', zh: '该党员已登记在册。', en: 'This member is already on record.' },
  MEMBER_UNKNOWN: {
    kind: 'missing',
    rule: 'LNK-1',
    zh: '本村没有这名党员：{memberId}。',
    en: 'No such member in this village: {memberId}.',
  },
  MEMBER_HAS_LEFT: { kind: 'conflict', rule: 'LNK-3', zh: '该党员已于 {on} 离开。', en: 'This member left on {on}.' },
  EXEMPTION_EXISTS: {
    kind: 'conflict',
    rule: 'LNK-3',
    zh: '该党员自 {from} 起已有免联户（{reason}），时间重叠。',
    en: 'This member is already exempt from {from} on ({reason}); the two overlap.',
  },
  EXEMPTION_NONE: {
    kind: 'conflict',
    rule: 'LNK-3',
    zh: '该党员在 {until} 没有免联户可以终止。',
    en: 'This member has no exemption that could end on {until}.',
  },
  ROLE_HELD: {
    kind: 'conflict',
    zh: '此人自 {from} 起已在 {unitCode} 担任 {role}，时间重叠。',
    en: 'This person already holds the role {role} for {unitCode} from {from} on; the two overlap.',
  },
  ROLE_NOT_HELD: {
    kind: 'conflict',
    zh: '此人在 {until} 并未在 {unitCode} 担任 {role}。',
    en: 'This person does not hold the role {role} for {unitCode} on {until}.',
  },
  ROLE_UNIT_NOT_ABOVE: {
    kind: 'invalid',
    zh: '单位 {unitCode} 既非本村，也不是本村的上级。',
    en: 'Unit {unitCode} is neither this village nor above it.',
  },
  DAYS_REVERSED: {
    kind: 'invalid',
    zh: '终止日 {until} 不晚于开始日 {from}。',
    en: 'It would end on {until}, before or as it begins on {from}.',
  },
  HOUSEHOLD_EXISTS: { kind: 'conflict', zh: '该户已登记在册。', en: 'This household is already on record.' },
  HOUSEHOLD_UNKNOWN: {
    kind: 'missing',
    rule: 'LNK-5',
    zh: '本村没有这一户：{householdId}。',
    en: 'No such household in this village: {householdId}.',
  },
  HOUSEHOLD_CLOSED: { kind: 'conflict', zh: '该户已于 {on} 销户。', en: 'This household was closed on {on}.' },
  GRID_EXISTS: { kind: 'conflict', rule: 'LNK-1', zh: '网格 {gridCode} 已经设立。', en: 'Grid {gridCode} is already defined.' },
  GRID_UNKNOWN: { kind: 'missing', rule: 'LNK-1', zh: '网格 {gridCode} 尚未设立。', en: 'Grid {gridCode} is not defined yet.' },
  GRID_NOT_IN_VILLAGE: {
    kind: 'invalid',
    rule: 'LNK-1',
    zh: '网格 {gridCode} 不属于本村；网格代码为村代码加 3 位数字。',
    en: 'Grid {gridCode} is not of this village; a grid code is the village code and 3 digits.',
  },
  SUBJECT_KEY_SHREDDED: {
    kind: 'conflict',
    zh: '{subject} 的密钥已记为销毁。',
    en: 'That the key of {subject} is destroyed is on record.',
  },
  SUBJECT_UNKNOWN: {
    kind: 'missing',
    zh: '没有为 {subject} 保存过任何个人内容。',
    en: 'No personal text was ever kept for {subject}.',
  },
  SUBJECT_OF_SYSTEM: {
    kind: 'forbidden',
    zh: '{subject} 是系统自己的密钥，不能销毁。',
    en: '{subject} is a key of the system itself and can not be destroyed.',
  },
} as const satisfies RefusalTable;

export const refuse = refuser(peopleRefusals);
