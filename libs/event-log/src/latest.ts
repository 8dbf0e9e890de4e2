/** The last of several log positions, at which everything that was looked up stood as it was read; `undefined` where nothing was. */
export const latest = (...positions: readonly (bigint | undefined)[]): bigint | undefined =>
  positions.reduce((last, one) => (one !== undefined && (last === undefined || one > last) ? one : last), undefined);
