import type { Ledger } from '@minqing/projecting';
import { coverage } from '@projections/coverage';
import { satisfaction } from '@projections/satisfaction';
import type { FigureCard, Shape, Term } from './card';

const of = (measure: string, shape: Shape, more: Partial<Term> = {}): Term => ({ measure, shape, byProgramme: true, ...more });
const common = (measure: string, shape: Shape, more: Partial<Term> = {}): Term => of(measure, shape, { byProgramme: false, ...more });

const linked: Pick<FigureCard, 'ledger' | 'period' | 'people'> = { ledger: coverage, period: 'MONTH', people: true };
const judged: Pick<FigureCard, 'ledger' | 'period' | 'people'> = { ledger: satisfaction, period: 'HALF_YEAR', people: false };

const headline = { numerator: of('vote.headline', 'flow'), denominator: of('vote.valid', 'flow') };
const turnout = { numerator: of('session.present', 'flow'), denominator: of('session.eligible', 'flow') };

/** The figures of domain spec §12 that stand so far. Stocks are read on the last day of the window. */
export const catalogue: readonly FigureCard[] = [
  {
    ...linked,
    id: 'C-1',
    name: { zh: '党员参与率', en: 'Member coverage' },
    formula: {
      zh: '期末联有农户的非免联党员数 ÷ 期末在册非免联党员数；按党员所在村、网格；免联党员不论是否仍联户，两边都不计',
      en: 'members not exempt who hold a household on the last day ÷ members not exempt on record that day, at the member’s own village and grid; exempt members count on neither side, linked or not',
    },
    unit: 'RATIO',
    numerator: of('member.linked', 'stock'),
    denominator: common('member.counted', 'stock'),
    scopes: ['division', 'grid', 'member'],
    rules: ['LNK-3', 'LNK-4'],
  },
  {
    ...linked,
    id: 'C-2',
    name: { zh: '联户覆盖率', en: 'Household coverage' },
    formula: {
      zh: '期末至少有一名党员联系的户数 ÷ 期末在册户数；一户多联只计一户',
      en: 'households held by at least one member on the last day ÷ households on record that day; a household linked twice counts once',
    },
    unit: 'RATIO',
    numerator: of('household.linked', 'stock'),
    denominator: common('household.counted', 'stock'),
    scopes: ['division', 'grid', 'household'],
    rules: ['LNK-4', 'LNK-5'],
  },
  {
    ...linked,
    id: 'C-3',
    name: { zh: '每名党员联户数', en: 'Households per member' },
    formula: {
      zh: '期末各联户党员所联户数之和 ÷ 联户党员数；并列最少、最多及在规定范围（5–10 户）内的党员占比；销户后仍未解除的联系仍计，直至解除',
      en: 'households held by linked members on the last day, added up ÷ those members; with least, most and the share of members within the profile’s range (5–10); a closed household counts for its member until the link is ended',
    },
    unit: 'MEAN',
    numerator: of('member.households', 'stock', { weigh: true }),
    denominator: of('member.households', 'stock'),
    scopes: ['division', 'grid', 'member'],
    rules: ['LNK-2'],
  },
  {
    ...linked,
    id: 'C-4',
    name: { zh: '免联党员数', en: 'Exempt members' },
    formula: { zh: '期末免联（老弱病残）党员数，按事由', en: 'members exempt on the last day (old, weak, sick, disabled), by reason' },
    unit: 'COUNT',
    numerator: common('member.exempt', 'stock', { needs: 'Exempted' }),
    byKind: true,
    scopes: ['division', 'grid', 'member'],
    rules: ['LNK-3'],
  },
  {
    ...linked,
    id: 'V-1',
    name: { zh: '走访（户次）', en: 'Visits' },
    formula: {
      zh: '期内走访次数（已作废的不计），按方式；HOUSEHOLDS 为期内走访到的不同户数；党员口径按牵头走访人',
      en: 'visits on days of the window, voided ones out, by mode; HOUSEHOLDS are the distinct households among them; for a member, as the lead visitor',
    },
    unit: 'COUNT',
    numerator: of('visit.made', 'flow', { kindsIn: 'mode' }),
    kinds: [{ kind: 'HOUSEHOLDS', numerator: of('household.visited', 'distinct') }],
    byKind: true,
    scopes: ['division', 'grid', 'member', 'household'],
    rules: ['VIS-1', 'VIS-8'],
  },
  {
    ...linked,
    id: 'V-2',
    name: { zh: '走访覆盖率', en: 'Visit coverage' },
    formula: {
      zh: '期内在联系期间被走访过的户数（电话走访不计）÷ 期内至少一天有党员联系的户数；党员口径为其所联户，不论谁走访',
      en: 'households visited while linked (visits by phone out) ÷ households linked on at least one day of the window; for a member his own linked households, whoever visited',
    },
    unit: 'RATIO',
    numerator: of('household.covered', 'distinct', { needs: 'Visited', atHome: true }),
    denominator: of('household.linked', 'spans', { begun: 'household.link-begun' }),
    scopes: ['division', 'grid', 'member', 'household'],
    rules: ['LNK-5', 'Q-17'],
  },
  {
    ...linked,
    id: 'V-3',
    name: { zh: '四个必记条数', en: 'Four must-records' },
    formula: {
      zh: '期内走访记录的意见建议、困难问题、邻里纠纷、家庭灾害事故条数之和；分类另列，含其他与无诉求',
      en: 'suggestions, difficulties, disputes and disasters recorded in visits of the window; kinds beside it, with OTHER and NONE_RAISED',
    },
    unit: 'COUNT',
    numerator: of('visit.entry', 'flow', {
      kinds: ['SUGGESTION', 'DIFFICULTY', 'DISPUTE', 'DISASTER'],
      kindsIn: 'kinds',
    }),
    byKind: true,
    scopes: ['division', 'grid', 'member', 'household'],
    rules: ['VIS-1'],
  },
  {
    ...linked,
    id: 'V-4',
    name: { zh: '签字率', en: 'Signature rate' },
    formula: {
      zh: '期内已签字或按手印的走访数 ÷ 期内须签字的走访数（不须签字的不计）；补签的记在走访之日',
      en: 'visits of the window that are signed or fingerprinted ÷ those whose signature is required; a later signature counts on the day of the visit',
    },
    unit: 'RATIO',
    numerator: of('visit.signature', 'flow', { kinds: ['SIGNED', 'FINGERPRINT'], kindsIn: 'signatureStatus', kindsLaterBy: 'Signature' }),
    denominator: of('visit.signature', 'flow', { except: ['NOT_REQUIRED'], kindsIn: 'signatureStatus', kindsLaterBy: 'Signature' }),
    scopes: ['division', 'grid', 'member', 'household'],
    rules: ['VIS-5'],
  },
  {
    ...judged,
    id: 'E-1',
    name: { zh: '满意率', en: 'Satisfaction' },
    formula: {
      zh: 'HEADLINE：（满意＋基本满意）÷ 有效票；STRICT：满意 ÷ 有效票；有效票＝收回票－废票。公布后计入，记在开会之日；无效会议单独可查，不计入汇总。区间只给一次会议的一个对象',
      en: 'HEADLINE: (satisfied + basically satisfied) ÷ valid; STRICT: satisfied ÷ valid; valid = ballots − spoiled. Counted when published, dated the day it was held; an invalid session is shown but never summed. Intervals only for one target in one session',
    },
    unit: 'RATIO',
    ...headline,
    kinds: [
      { kind: 'HEADLINE', ...headline },
      { kind: 'STRICT', numerator: of('vote.strict', 'flow'), denominator: of('vote.valid', 'flow') },
    ],
    scopes: ['division', 'member', 'evaluation', 'target'],
    rules: ['MTG-3', 'MTG-4', 'Q-10'],
  },
  {
    ...judged,
    id: 'E-2',
    name: { zh: '到会率', en: 'Turnout' },
    formula: {
      zh: 'TURNOUT：到会代表 ÷ 应到代表；BALLOTS：收回票 ÷ 到会代表',
      en: 'TURNOUT: representatives present ÷ on the roll; BALLOTS: ballots returned ÷ present',
    },
    unit: 'RATIO',
    ...turnout,
    kinds: [
      { kind: 'TURNOUT', ...turnout },
      { kind: 'BALLOTS', numerator: of('session.ballots', 'flow'), denominator: of('session.present', 'flow') },
    ],
    scopes: ['division', 'evaluation'],
    rules: ['MTG-3'],
  },
];

/** The ledgers that the figures are of. */
export const ledgers: readonly Ledger[] = [...new Set(catalogue.map(({ ledger }) => ledger))];
