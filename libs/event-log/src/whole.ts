import type { StreamingRead } from '@eventstore/db-client';
import { StoreUnavailable } from './store';

/**
 * All that a short read gives. Listening takes half the time of asking it for one after the other, and most streams hold
 * one event or two.
 */
export const whole = <T>(reading: StreamingRead<T>): Promise<T[]> =>
  new Promise((settle, fail) => {
    const given: T[] = [];
    reading.on('data', (one: T) => void given.push(one));
    let ended = false;
    reading.once('end', () => {
      ended = true;
      settle(given);
    });
    reading.once('error', fail);
    reading.once('close', () => {
      if (!ended) fail(new StoreUnavailable(new Error('the read was cut off')));
    });
  });
