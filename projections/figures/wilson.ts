/** Two-sided 95 % of the normal distribution. */
const Z = 1.959964;

export const roundTo6 = (value: number): number => Math.round(value * 1e6) / 1e6;

/** The Wilson 95 % interval of k successes in n trials, n > 0, to six decimals (§11.7). */
export const wilson = (k: number, n: number): readonly [number, number] => {
  const share = k / n;
  const z2 = (Z * Z) / n;
  const middle = share + z2 / 2;
  const spread = Z * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n));
  return [roundTo6(Math.max(0, (middle - spread) / (1 + z2))), roundTo6(Math.min(1, (middle + spread) / (1 + z2)))];
};
