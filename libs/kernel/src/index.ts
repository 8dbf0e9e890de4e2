export * from './fact';
export * from './decider';
export * from './refusal';
export * from './time';
export * from './happened';
export * from './span';
