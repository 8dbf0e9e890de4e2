import type { Projector } from '@minqing/projecting';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What the worker tells Prometheus, read from its health at each scrape. */
export const metricsOf = (projector: Projector, now: () => Date): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `minqing_projection_${name}`, help, labelNames: ['name', 'kind', 'generation'], registers: [registry] });
  const position = gauge('position', 'Log position up to which everything is done');
  const events = gauge('events', 'Facts read since the generation began');
  const lag = gauge('lag_seconds', 'Age of the newest fact done while more is waiting; 0 when caught up');
  const parked = gauge('parked', '1 while a fact stands in the way');
  const batch = gauge('last_batch_events', 'Facts in the last batch');
  const seconds = gauge('last_batch_seconds', 'Time the last batch took');
  const waiting = new Gauge({
    name: 'minqing_projector_waiting',
    help: '1 while the store or the database is away',
    registers: [registry],
    collect() {
      waiting.set(projector.waitingFor === undefined ? 0 : 1);
      for (const each of [position, events, lag, parked, batch, seconds]) each.reset();
      for (const lane of projector.health()) {
        const labels = { name: lane.name, kind: lane.kind, generation: lane.generation?.generation ?? 0 };
        position.set(labels, Number(lane.position ?? 0));
        parked.set(labels, lane.status === 'PARKED' ? 1 : 0);
        if (lane.generation) events.set(labels, lane.generation.events);
        if (lane.lastBatch) {
          batch.set(labels, lane.lastBatch.events);
          seconds.set(labels, lane.lastBatch.seconds);
        }
        const newest = lane.generation?.recordedMax;
        lag.set(labels, lane.caughtUp || !newest ? 0 : Math.max(0, (Number(now()) - Date.parse(newest)) / 1000));
      }
    },
  });
  return registry;
};
