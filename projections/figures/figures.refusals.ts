import { Refused, type RefusalTable } from '@minqing/kernel';

/** Why a figure can not be answered as asked. */
export const figuresRefusals = {
  FIGURE_UNKNOWN: {
    kind: 'missing',
    zh: '指标目录中没有 {given}；目录见 GET /v1/figures。',
    en: 'There is no figure {given}; the catalogue is at GET /v1/figures.',
  },
  FIGURE_SCOPE_NEEDED: {
    kind: 'malformed',
    zh: '请指明恰好一个口径：{accepted}。',
    en: 'Name exactly one scope: {accepted}.',
  },
  FIGURE_SCOPE_UNFIT: {
    kind: 'malformed',
    zh: '指标 {figure} 没有 {given} 口径；可用：{accepted}。',
    en: 'Figure {figure} can not be asked by {given}; accepted: {accepted}.',
  },
  FIGURE_WINDOW_REVERSED: {
    kind: 'malformed',
    zh: '起日 {from} 晚于止日 {to}。',
    en: 'The window begins on {from}, after its end on {to}.',
  },
  FIGURE_OF_PERSON: {
    kind: 'forbidden',
    rule: 'ASM-3',
    zh: '具名指标只有本人、其村书记和监督人员可见。',
    en: 'A figure that names a person is seen only by that person, the village secretary and supervisors.',
  },
  FIGURE_PERIOD_OPEN: {
    kind: 'forbidden',
    rule: '§11.6',
    zh: '村以下涉及个人或农户的指标只按已结束的整月、整季、半年或整年提供。',
    en: 'Below a village, figures about people are given only for whole months, quarters, halves or years that are over.',
  },
  FIGURE_FACTS_CLOSED: {
    kind: 'forbidden',
    rule: '§11.6',
    zh: '村以下涉及个人或农户的指标，其背后的事实只有监督和审计人员可见。',
    en: 'Below a village, the facts behind figures about people are seen only by supervisors and auditors.',
  },
} as const satisfies RefusalTable;

/** Ends a query with a refusal. */
export const refuse = (code: keyof typeof figuresRefusals, details: Readonly<Record<string, unknown>> = {}): never => {
  throw new Refused({ code, ...details });
};
