export * from './conditions';
export * from './page';
export * from './page.answer';
export * from './page.request';
export * from './paging.refusals';
