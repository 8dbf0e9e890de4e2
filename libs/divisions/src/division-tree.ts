import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export const levels = ['PROVINCE', 'CITY', 'COUNTY', 'TOWN', 'VILLAGE'] as const;
export type Level = (typeof levels)[number];

/** A 区划: identified by level and code together, for 441900000000 is a city and a county at once. */
export interface Division {
  readonly level: Level;
  /** 12-digit 统计用区划代码. */
  readonly code: string;
  readonly name: string;
}

/** How many leading digits of a code belong to a level: what all codes below a division share. */
export const significantDigits: Readonly<Record<Level, number>> = { PROVINCE: 2, CITY: 4, COUNTY: 6, TOWN: 9, VILLAGE: 12 };

export const prefixOf = ({ level, code }: Pick<Division, 'level' | 'code'>): string => code.slice(0, significantDigits[level]);

const FILE = join(__dirname, '../data/divisions-33.04-44.csv.gz');

/** The real tree of Jiaxing and Guangdong, mid-2023, down to villages (domain spec §3.1). Fixed until re-coding is built. */
export class DivisionTree {
  private readonly byKey = new Map<string, Division>();

  constructor(csv = gunzipSync(readFileSync(FILE)).toString('utf8')) {
    for (const line of csv.split('\n').slice(1)) {
      const [code, level, name] = line.split(',');
      if (!code || !level || !name) continue;
      const division = { code, level: level.toUpperCase() as Level, name: name.trim() };
      this.byKey.set(`${division.level}:${code}`, division);
    }
  }

  find(level: Level, code: string): Division | undefined {
    return this.byKey.get(`${level}:${code}`);
  }

  /** `LEVEL:code`, or a bare code, which means the highest level that has it. */
  resolve(text: string): Division | undefined {
    if (text.includes(':')) return this.byKey.get(text);
    return levels.map((level) => this.find(level, text)).find((division) => division !== undefined);
  }

  isVillage(code: string): boolean {
    return this.byKey.has(`VILLAGE:${code}`);
  }

  /** From province down to the division itself. */
  path(division: Division): Division[] {
    return levels
      .slice(0, levels.indexOf(division.level) + 1)
      .map((level) => this.find(level, division.code.slice(0, significantDigits[level]).padEnd(12, '0')))
      .filter((above) => above !== undefined);
  }

  children(division: Division): Division[] {
    const level = levels[levels.indexOf(division.level) + 1];
    const prefix = prefixOf(division);
    return [...this.byKey.values()].filter((below) => below.level === level && below.code.startsWith(prefix));
  }

  get all(): IterableIterator<Division> {
    return this.byKey.values();
  }
}

/**
 * The digits that all villages of a unit's mandate begin with (§10), none for `*`, the whole system. A code's own
 * trailing zeros tell its level; that 4419 and 441900 both read as 441900000000 does no harm, for they have the same
 * villages.
 */
export const unitPrefix = (unitCode: string): string => {
  if (unitCode === '*') return '';
  const digits = Object.values(significantDigits).find((n) => /^0*$/.test(unitCode.slice(n))) ?? 12;
  return unitCode.slice(0, digits);
};

/** True where a unit's mandate reaches a village or a division above it. */
export const unitCovers = (unitCode: string, code: string): boolean => code.startsWith(unitPrefix(unitCode));
