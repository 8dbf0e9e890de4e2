import type { Feed } from '@minqing/event-log';

export type { Batch } from '@minqing/event-log';

/** The log as projections see it: every fact once, in order, then live; tests make their own from a list of facts. */
export type Facts = Pick<Feed, 'batches'>;
