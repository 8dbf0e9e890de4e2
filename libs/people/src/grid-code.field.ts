import { Matches } from 'class-validator';

/** A grid's code: the village's 12 digits and 3 more (D-01). */
export const IsGridCode = () => Matches(/^\d{15}$/, { message: '$property: 网格代码须为 15 位数字 · a grid code has 15 digits' });
