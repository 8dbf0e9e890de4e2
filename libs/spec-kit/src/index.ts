export * from './legal-history';
export * from './specification';
