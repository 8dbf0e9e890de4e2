import { Module } from '@nestjs/common';
import { RegisterHouseholdController } from './register-household/register-household.controller';
import { RegisterHouseholdHandler } from './register-household/register-household.handler';

@Module({
  controllers: [RegisterHouseholdController],
  providers: [RegisterHouseholdHandler],
})
export class PeopleModule {}
