const Z = 1.959964;

export const sixDecimals = (ratio: number): number => Math.round(ratio * 1e6) / 1e6;

/** Wilson 95 % interval of n out of `of`, to six decimals (§11.7); null where nothing was counted. */
export const wilson = (n: number, of: number): [number, number] | null => {
  if (of === 0) return null;
  const share = n / of;
  const spread = (Z * Z) / of;
  const centre = (share + spread / 2) / (1 + spread);
  const half = (Z / (1 + spread)) * Math.sqrt((share * (1 - share)) / of + spread / (4 * of));
  return [sixDecimals(Math.max(0, centre - half)), sixDecimals(Math.min(1, centre + half))];
};
