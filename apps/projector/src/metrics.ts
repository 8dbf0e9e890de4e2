import type { LaneHealth, Projector } from '@minqing/projecting';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What the worker tells Prometheus, read from its health at each scrape. */
export const metricsOf = (projector: Pick<Projector, 'health' | 'waitingFor'>, now: () => Date): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const ofLane = (name: string, help: string, value: (lane: LaneHealth) => number | undefined) =>
    new Gauge({
      name: `minqing_projection_${name}`,
      help,
      labelNames: ['name', 'kind', 'generation'],
      registers: [registry],
      collect() {
        this.reset();
        for (const lane of projector.health()) {
          const said = value(lane);
          if (said !== undefined) this.set({ name: lane.name, kind: lane.kind, generation: lane.generation?.generation ?? 0 }, said);
        }
      },
    });
  ofLane('position', 'Log position up to which everything is done', ({ position }) => Number(position ?? 0));
  ofLane('events', 'Facts read since the generation began', ({ generation }) => generation?.events);
  ofLane('lag_seconds', 'Age of the newest fact done while more is waiting; 0 when caught up', ({ caughtUp, generation }) =>
    caughtUp || !generation?.recordedMax ? 0 : Math.max(0, (Number(now()) - Date.parse(generation.recordedMax)) / 1000),
  );
  ofLane('parked', '1 while a fact stands in the way', ({ status }) => (status === 'PARKED' ? 1 : 0));
  ofLane('last_batch_events', 'Facts in the last batch', ({ lastBatch }) => lastBatch?.events);
  ofLane('last_batch_seconds', 'Time the last batch took', ({ lastBatch }) => lastBatch?.seconds);
  registry.registerMetric(
    new Gauge({
      name: 'minqing_projector_waiting',
      help: '1 while the store or the database is away',
      registers: [],
      collect() {
        this.set(projector.waitingFor === undefined ? 0 : 1);
      },
    }),
  );
  return registry;
};
