/** A rule of conduct that was not kept, as far as the facts tell: advice with its evidence, never a verdict (§0). */
export class FlagBody {
  /** 稳定代码 · stable code */
  code!: string;
  /** 规则编号 · id of the rule */
  rule!: string;
  /** 中文说明 · in Chinese */
  zh!: string;
  /** 英文说明 · in English */
  en!: string;
  /** 依据 · what it rests on */
  evidence!: object;
}

const texts = {
  LINK_COUNT_OUTSIDE_RANGE: {
    rule: 'LNK-2',
    zh: '所联户数不在方案规定的范围内。',
    en: 'The number of linked households is outside the range of the programme.',
  },
  EXEMPT_LINKS_NOT_HANDED_OVER: {
    rule: 'LNK-3',
    zh: '免联党员所联的户未在规定期限内移交。',
    en: 'Links of an exempt member were not handed over in time.',
  },
  LINK_END_WITHOUT_BEGINNING: {
    rule: 'LNK-5',
    zh: '联户的终止或移交有记录，其开始没有。',
    en: 'An end or a handover of a link is on record, its beginning is not.',
  },
  LATE_ENTRY: { rule: 'VIS-9', zh: '走访后逾期才记录。', en: 'Recorded later after the visit than the programme allows.' },
  SIGNATURE_REASON_MISSING: {
    rule: 'VIS-5',
    zh: '未签字而未写明原因。',
    en: 'There is no signature and no reason for that.',
  },
  SIGNATURE_PENDING: { rule: 'VIS-5', zh: '签字待补已超过 7 天。', en: 'The signature has been pending for more than 7 days.' },
  ENTRY_INCOMPLETE: {
    rule: 'VIS-2',
    zh: '事情、原因、要求三项未记全。',
    en: 'What happened, its cause and what is asked for are not all recorded.',
  },
  MATTER_OVERDUE: { rule: 'MTG-2', zh: '已过办结期限，尚未办结。', en: 'Past its deadline and not closed.' },
} as const;

export const flag = (code: keyof typeof texts, evidence: object): FlagBody => ({ code, ...texts[code], evidence });
