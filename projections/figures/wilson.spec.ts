import { wilson } from './wilson';

test.each([
  [107, 107, 0.9653, 1],
  [102, 107, 0.895, 0.98],
  [19, 20, 0.764, 0.991],
  [0, 5, 0, 0.4345],
])('%d of %d', (k, n, low, high) => {
  const [lower, upper] = wilson(k, n);
  expect(lower).toBeCloseTo(low, 3);
  expect(upper).toBeCloseTo(high, 3);
});

test('73 unanimous ballots are the fewest whose lower bound reaches 95 %', () => {
  expect(wilson(73, 73)[0]).toBeGreaterThanOrEqual(0.95);
  expect(wilson(72, 72)[0]).toBeLessThan(0.95);
});
