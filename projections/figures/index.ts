export { catalogue } from './catalogue';
export type { FigureCard, ScopeName } from './card';
export { type FigureAnswer, Figures } from './figures.query';
export { figuresRefusals } from './figures.refusals';
export { FiguresModule } from './figures.module';
export type { Scope } from './scope';
