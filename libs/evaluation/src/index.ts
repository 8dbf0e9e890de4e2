export { evaluation } from './domain/evaluation.decider';
export type { EvaluationCommand } from './domain/evaluation.commands';
export { evaluationRefusals } from './domain/evaluation.refusals';
export type { CommitteeTerm, Judgeable, JudgeableMatter } from './domain/evaluation.targets';
export { EvaluationLookups, type JudgeableAt } from './evaluation-lookups';
export { EvaluationModule } from './evaluation.module';
export { evaluationSchemas } from './schema/evaluation.schema';
