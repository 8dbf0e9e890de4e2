import type { LaneHealth } from '@minqing/projecting';
import { metricsOf } from './metrics';

const lane: LaneHealth = {
  name: 'coverage',
  kind: 'projection',
  status: 'PARKED',
  position: '881',
  caughtUp: false,
  generation: { generation: 2, version: 1, events: 6, handled: 5, recordedMax: '2026-03-01T08:00:00.000+08:00' },
};

test('a scrape tells how far each projection is, and forgets those that are gone', async () => {
  const lanes = [lane];
  const registry = metricsOf({ health: () => lanes, waitingFor: 'the store' }, () => new Date('2026-03-01T00:00:30Z'));
  const text = await registry.metrics();
  for (const [name, value] of Object.entries({ position: 881, events: 6, lag_seconds: 30, parked: 1 })) {
    expect(text).toContain(`minqing_projection_${name}{name="coverage",kind="projection",generation="2"} ${value}\n`);
  }
  expect(text).toContain('minqing_projector_waiting 1\n');
  lanes.length = 0;
  expect(await registry.metrics()).not.toContain('name="coverage"');
});
