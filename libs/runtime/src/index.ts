export * from './clock-channel';
export * from './config';
export * from './error-code';
export * from './log';
export * from './ports';
export * from './process-identity';
export * from './spoken-error';
export * from './supervised';
