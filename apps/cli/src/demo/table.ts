import Table from 'cli-table3';
import type { NamedFigure } from './figures';

/** Kinds as people say them; the code stays beside the word, for it is what queries take. */
const kinds: Readonly<Record<string, string>> = {
  OLD: '年老',
  HOUSEHOLDS: '不同户数',
  HOUSEHOLD: '上门',
  FIELD: '田间',
  NIGHT: '夜访',
  PHONE: '电话',
  SUGGESTION: '意见建议',
  DIFFICULTY: '困难问题',
  DISPUTE: '邻里纠纷',
  DISASTER: '灾害事故',
  OTHER: '其他',
  NONE_RAISED: '无反映',
  HEADLINE: '满意和基本满意',
  STRICT: '满意',
  TURNOUT: '到会',
  BALLOTS: '收回选票',
};

const kindOf = ({ figure: { kind } }: NamedFigure): string => (kind === undefined ? '' : `${kinds[kind] ?? ''} ${kind}`.trim());

const percent = (ratio: number): string => `${(ratio * 100).toFixed(1)}%`;

const valueOf = ({ figure: { value }, unit }: NamedFigure): string => {
  if (value === null) return '—';
  if (unit === 'RATIO') return percent(value);
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
};

const countsOf = ({ figure: { numerator, denominator } }: NamedFigure): string =>
  denominator === null ? '' : `${numerator ?? '—'} / ${denominator}`;

const intervalOf = ({ figure: { interval } }: NamedFigure): string => (interval ? interval.map(percent).join(' – ') : '');

/** What a person reads: one line for each figure, and below it the log position all of them were computed at. */
export const tableOf = (figures: readonly NamedFigure[]): string => {
  const table = new Table({
    head: ['编号', '指标', '范围', '分类', '数值', '分子 / 分母', '95% 区间', '普查'],
    colAligns: ['left', 'left', 'left', 'left', 'right', 'right', 'right', 'center'],
    style: { head: [], border: [], compact: true },
  });
  for (const named of figures) {
    const { figure, name, scopeName } = named;
    const census = figure.census ? '是' : '';
    table.push([figure.id, name, scopeName, kindOf(named), valueOf(named), countsOf(named), intervalOf(named), census]);
  }
  const positions = [...new Set(figures.map(({ figure: { position } }) => position))];
  return `${table.toString()}\n日志位置 log position：${positions.join('、')}`;
};
