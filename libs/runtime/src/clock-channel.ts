import type { Clock } from '@minqing/kernel';

/** From the supervisor: stand still at `now` until the next message; `null` goes back to real time. */
export interface ClockMessage {
  readonly type: 'clock';
  readonly now: string | null;
}

/** The answer, once every later `now()` obeys. */
export interface ClockSet {
  readonly type: 'clock-set';
  readonly now: string | null;
}

/** The flag without which a process takes no time from anybody. */
export const steppedClockFlag = '--stepped-clock';

export const isClockMessage = (message: unknown): message is ClockMessage =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'clock' && 'now' in message;

/** The machine's own time. */
export const systemClock: Clock = { now: () => new Date(), stepped: false };

/**
 * The clock of this process: the system's, unless it was started with `--stepped-clock` by a parent that shares a
 * channel with it; then that parent steps it. No other way in: a server never accepts a time from a caller.
 */
export function clockOfProcess(own: NodeJS.Process = process): Clock {
  if (own.send === undefined || !own.argv.includes(steppedClockFlag)) return systemClock;
  let standing: Date | null = null;
  own.on('message', (message: unknown) => {
    if (!isClockMessage(message)) return;
    standing = message.now === null ? null : new Date(message.now);
    own.send?.({ type: 'clock-set', now: message.now } satisfies ClockSet);
  });
  return {
    now: () => (standing === null ? new Date() : new Date(standing)),
    get stepped() {
      return standing !== null;
    },
  };
}
