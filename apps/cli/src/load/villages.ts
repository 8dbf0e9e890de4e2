import { DivisionTree, type Division, prefixOf } from '@minqing/divisions';
import { SpokenError } from '@minqing/runtime';
import { Draw } from './draw';

/**
 * So many of a division's villages, drawn by the seed from all over it, the busiest first.
 * @throws SpokenError where the division is unknown or has not so many
 */
export const drawVillages = (divisionCode: string, count: number, seed: string): readonly string[] => {
  const tree = new DivisionTree();
  const division = tree.resolve(divisionCode.padEnd(12, '0'));
  if (!division) throw new SpokenError(`没有区划 ${divisionCode}。`, `There is no division ${divisionCode}.`, 2);
  const codes = villagesOf(tree, division);
  if (count > codes.length) {
    throw new SpokenError(`${division.name}只有 ${codes.length} 个村。`, `${division.name} has only ${codes.length} villages.`, 2);
  }
  const draw = new Draw(`${seed}/villages`);
  for (let n = 0; n < count; n++) {
    const other = draw.between(n, codes.length - 1);
    [codes[n], codes[other]] = [codes[other]!, codes[n]!];
  }
  return codes.slice(0, count);
};

const villagesOf = (tree: DivisionTree, division: Division): string[] => {
  const prefix = prefixOf(division);
  return [...tree.all].filter(({ level, code }) => level === 'VILLAGE' && code.startsWith(prefix)).map(({ code }) => code);
};
