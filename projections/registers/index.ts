export { caseworkRegister } from './casework/casework.projection';
export { evaluationRegister } from './evaluations/evaluations.projection';
export { peopleRegister } from './people/people.projection';
export { registerRefusals } from './register.refusals';
export { RegistersModule } from './registers.module';
