import { type RefusalTable, refuser } from '@minqing/kernel';

export const evaluationRefusals = {
  EVALUATION_EXISTS: { kind: 'conflict', zh: '该评议会已召开。', en: 'This evaluation has been convened already.' },
  EVALUATION_UNKNOWN: {
    kind: 'missing',
    zh: '本村没有这场评议会：{evaluationId}。',
    en: 'No such evaluation in this village: {evaluationId}.',
  },
  EVALUATION_WRONG_STAGE: {
    kind: 'conflict',
    rule: '§8.7',
    zh: '评议会现处 {stage} 阶段；此步须在 {wanted} 阶段进行。',
    en: 'The evaluation is at stage {stage}; this step needs {wanted}.',
  },
  EVALUATION_NOT_YET_HELD: {
    kind: 'invalid',
    rule: '§7.3',
    zh: '评议会定于 {heldOn} 召开，会上各步不能发生在此之前。',
    en: 'The evaluation is to be held on {heldOn}; no step of the meeting can have happened before.',
  },
  EVALUATION_PERIOD: {
    kind: 'invalid',
    rule: 'MTG-4',
    zh: '评议期须自 {periodFrom} 起、不早于此而止，且不晚于会期 {heldOn} 开始；现止于 {periodTo}。',
    en: 'The period from {periodFrom} to {periodTo} must not end before it begins, nor begin after the meeting on {heldOn}.',
  },
  EVALUATION_GRADES: {
    kind: 'invalid',
    rule: 'Q-10',
    zh: '测评档次不得重复，至少一档为 STRICT，并须有 ABSTAINED（级别 NONE）以计空白票。',
    en: 'Grades must be distinct, at least one of rank STRICT, and ABSTAINED (rank NONE) must be there for blank slips.',
  },
  EVALUATION_WITHOUT_TARGETS: {
    kind: 'invalid',
    rule: 'MTG-3',
    zh: '没有测评对象：全部列为不评，不成其为评议会。',
    en: 'Nothing is left to be judged: everything is omitted.',
  },
  EVALUATION_TARGET_REPEATED: {
    kind: 'invalid',
    rule: 'MTG-3',
    zh: '测评对象重复：{repeated}；每个对象只列一次，或评或不评。',
    en: 'Listed more than once: {repeated}; each target is either judged or omitted, once.',
  },
  EVALUATION_TARGET_UNKNOWN: {
    kind: 'missing',
    rule: 'MTG-3',
    zh: '本村没有这些测评对象：{unknown}。对象应为本村（TEAM）、评议期内任职的"两委"成员，或已交办的事项。',
    en: 'Not on record in this village: {unknown}. A target is the village (TEAM), who served in the two committees during the period, or an assigned matter.',
  },
  EVALUATION_OMISSION_WITHOUT_REASON: {
    kind: 'invalid',
    rule: 'MTG-3',
    zh: '不评的对象须说明理由：{unexplained}。',
    en: 'An omission needs a reason: {unexplained}.',
  },
  EVALUATION_TARGET_OMITTED: {
    kind: 'invalid',
    rule: 'MTG-3',
    zh: '测评名单遗漏：{missing}。须列入名单，或列为不评并说明理由。',
    en: 'Missing from the list: {missing}. Judge each of them, or omit it with a reason.',
  },
  EVALUATION_ROLL_EMPTY: { kind: 'invalid', rule: 'MTG-3', zh: '代表名册不能为空。', en: 'The roll of representatives is empty.' },
  EVALUATION_REPRESENTATIVE_REPEATED: {
    kind: 'invalid',
    rule: '§8.7',
    zh: '代表重复：{repeated}。',
    en: 'Representatives listed more than once: {repeated}.',
  },
  EVALUATION_PERSON_UNKNOWN: {
    kind: 'missing',
    rule: '§7.3',
    zh: '查无登记：{unknown}。代表须登记在本村，计票人须已登记。',
    en: 'Not on record: {unknown}. Representatives are registered in this village, tellers anywhere.',
  },
  EVALUATION_NOT_ON_ROLL: {
    kind: 'invalid',
    rule: '§8.7',
    zh: '不在代表名册上：{strangers}；到会代表须出自名册。',
    en: 'Not on the roll: {strangers}; who is present must be on it.',
  },
  EVALUATION_SLIPS_OVER_PRESENT: {
    kind: 'invalid',
    rule: '§8.7',
    zh: '发出 {slips} 张票，多于到会 {present} 人。',
    en: '{slips} slips for {present} present: more slips than people.',
  },
  EVALUATION_TELLERS: {
    kind: 'invalid',
    rule: '§8.7',
    zh: '须有两名不同的计票人，现为：{tellerIds}。',
    en: 'There must be exactly two different tellers; given: {tellerIds}.',
  },
  EVALUATION_TELLER_IS_TARGET: {
    kind: 'forbidden',
    rule: '§8.7',
    zh: '被评议人不得计票：{judged}。',
    en: 'Who is judged can not be a teller: {judged}.',
  },
  EVALUATION_NOT_A_TELLER: {
    kind: 'forbidden',
    rule: '§10',
    zh: '您不是本场评议会的计票人。',
    en: 'You are not a teller of this evaluation.',
  },
  EVALUATION_BALLOTS_OVER_SLIPS: {
    kind: 'invalid',
    rule: '§8.7',
    zh: '收回 {ballots} 张票，多于发出的 {slips} 张。',
    en: '{ballots} ballots of {slips} slips: more came back than were handed out.',
  },
  EVALUATION_LINE_REPEATED: {
    kind: 'invalid',
    rule: '§8.7',
    zh: '同一对象计了两次：{repeated}。',
    en: 'Counted twice in one count: {repeated}.',
  },
  EVALUATION_LINE_UNKNOWN: {
    kind: 'invalid',
    rule: '§8.7',
    zh: '不在本场测评名单上：{unknown}。',
    en: 'Not a target of this evaluation: {unknown}.',
  },
  EVALUATION_LINE_MISSING: {
    kind: 'invalid',
    rule: '§8.7',
    zh: '尚缺计票：{missing}；须一次报齐全部对象。',
    en: 'Not counted: {missing}; a count covers all targets.',
  },
  EVALUATION_GRADE_UNKNOWN: {
    kind: 'invalid',
    rule: '§8.7',
    zh: '{target} 有本场没有的档次：{unknown}；可用：{grades}。',
    en: '{target} has grades that are not of this evaluation: {unknown}; there are {grades}.',
  },
  EVALUATION_LINE_SUM: {
    kind: 'invalid',
    rule: '§8.7',
    zh: '{target} 各档与废票合计 {sum}，应等于收回票数 {ballots}；空白票计入 ABSTAINED。',
    en: '{target}: counts and spoiled make {sum}, but there are {ballots} ballots; a blank one counts as ABSTAINED.',
  },
  EVALUATION_TELLERS_DIFFER: {
    kind: 'conflict',
    rule: '§8.7',
    zh: '两名计票人所计不一致：{lines}。请各自重新清点这些对象。',
    en: 'The two counts differ: {lines}. Each teller counts these again, on his own.',
  },
  EVALUATION_ANNUL_REASON: { kind: 'invalid', rule: '§8.7', zh: '作废须说明理由。', en: 'An annulment needs a reason.' },
} as const satisfies RefusalTable;

export const refuse = refuser(evaluationRefusals);
