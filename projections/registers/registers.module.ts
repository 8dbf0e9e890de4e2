import { EvaluationLookups } from '@minqing/evaluation';
import { PeopleModule } from '@minqing/people';
import { Global, Module } from '@nestjs/common';
import { CaseworkRegisterController } from './casework/casework.controller';
import { CaseworkRegister } from './casework/casework.query';
import { EvaluationRegisterController } from './evaluations/evaluations.controller';
import { EvaluationRegister } from './evaluations/evaluations.query';
import { JudgeableOnRecord } from './judgeable';
import { PeopleRegisterController } from './people/people.controller';
import { PeopleRegister } from './people/people.query';
import { Cards } from './sight';

/** Lists and cards. Global, for it answers the question about sets that `libs/evaluation` leaves open. */
@Global()
@Module({
  imports: [PeopleModule],
  controllers: [PeopleRegisterController, CaseworkRegisterController, EvaluationRegisterController],
  providers: [PeopleRegister, CaseworkRegister, EvaluationRegister, Cards, { provide: EvaluationLookups, useClass: JudgeableOnRecord }],
  exports: [EvaluationLookups],
})
export class RegistersModule {}
