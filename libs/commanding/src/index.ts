export * from './bodies.answer';
export * from './caller';
export * from './command-context.decorator';
export * from './command-name.decorator';
export * from './fields';
export * from './heard.request';
export * from './refusals';
