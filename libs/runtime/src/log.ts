import pino, { type Logger } from 'pino';

export type { Logger } from 'pino';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One line of JSON per entry on stderr, written before the call returns: a process that ends loses none. */
export const openLog = (name: string, level: LogLevel): Logger => pino({ name, level }, pino.destination({ fd: 2, sync: true }));
