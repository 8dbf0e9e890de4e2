import { registerDecorator } from 'class-validator';
import { REPRESENTATIVE_LIMIT } from '../session.request';

const isCount = (n: unknown): boolean => Number.isInteger(n) && Number(n) >= 0 && Number(n) <= REPRESENTATIVE_LIMIT;

const areCounts = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(value).every(([grade, n]) => /^[A-Z][A-Z_]{0,39}$/.test(grade) && isCount(n));

/** Grades in capitals, each with a number of slips. */
export const AreCounts = (): PropertyDecorator => (target, propertyName) =>
  registerDecorator({
    name: 'areCounts',
    target: target.constructor,
    propertyName: String(propertyName),
    validator: {
      validate: areCounts,
      defaultMessage: () => '$property: 须为“档次: 票数”，票数为非负整数 · grades with non-negative whole numbers',
    },
  });
