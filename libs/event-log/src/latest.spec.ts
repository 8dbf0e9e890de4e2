import { latest } from './latest';

it('is the greatest position that was read, and none where nothing was', () => {
  expect(latest(3n, undefined, 12n, 5n)).toBe(12n);
  expect(latest(0n)).toBe(0n);
  expect(latest(undefined)).toBeUndefined();
  expect(latest()).toBeUndefined();
});
