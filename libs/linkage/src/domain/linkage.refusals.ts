import { type RefusalTable, refuser } from '@minqing/kernel';

export const linkageRefusals = {
  LINK_HOUSEHOLD_UNKNOWN: {
    kind: 'missing',
    rule: 'LNK-5',
    zh: '本村没有这一户：{householdId}。',
    en: 'No such household in this village: {householdId}.',
  },
  LINK_HOUSEHOLD_CLOSED: {
    kind: 'conflict',
    rule: 'LNK-5',
    zh: '该户已于 {on} 销户，不能再联。',
    en: 'This household was closed on {on} and can not be linked any more.',
  },
  LINK_MEMBER_UNKNOWN: {
    kind: 'missing',
    rule: 'LNK-5',
    zh: '没有这名党员：{memberId}。',
    en: 'No such member: {memberId}.',
  },
  LINK_MEMBER_OF_OTHER_VILLAGE: {
    kind: 'invalid',
    rule: 'LNK-2',
    zh: '党员 {memberId} 不是本村党员（属 {memberVillageCode}）。',
    en: 'Member {memberId} is of another village, {memberVillageCode}.',
  },
  LINK_MEMBER_EXEMPT: {
    kind: 'conflict',
    rule: 'LNK-3',
    zh: '党员 {memberId} 在 {day} 属免联户（{reason}），不得新联。',
    en: 'Member {memberId} is exempt on {day} ({reason}) and can not receive a link.',
  },
  LINK_MEMBER_LEFT: {
    kind: 'conflict',
    rule: 'LNK-3',
    zh: '党员 {memberId} 已于 {leftOn} 离开，不得新联。',
    en: 'Member {memberId} left on {leftOn} and can not receive a link.',
  },
  LINK_TAKEN: {
    kind: 'conflict',
    rule: 'LNK-6',
    zh: '该户在 {day} 已由 {memberIds} 联系：同一方案同一身份，一户同日只有一人。',
    en: 'On {day} this household would be held by {memberIds}: one member per household, programme and role on any day.',
  },
  LINK_EXISTS: {
    kind: 'conflict',
    rule: 'LNK-6',
    zh: '党员 {memberId} 自 {since} 起已联此户。',
    en: 'Member {memberId} already holds this household from {since} on.',
  },
  LINK_HAS_ENDED: {
    kind: 'conflict',
    zh: '党员 {memberId} 的联户已记为 {until} 终止。',
    en: 'That the link of member {memberId} ends on {until} is already on record.',
  },
  LINK_DAYS_REVERSED: {
    kind: 'invalid',
    zh: '终止日 {until} 不晚于开始日 {from}。',
    en: 'It would end on {until}, before or as it begins on {from}.',
  },
  LINK_HANDED_TO_SAME: {
    kind: 'invalid',
    rule: 'LNK-3',
    zh: '移交须交给另一名党员。',
    en: 'A link is handed over to another member.',
  },
} as const satisfies RefusalTable;

export const refuse = refuser(linkageRefusals);
