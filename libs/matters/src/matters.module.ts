import { IssuesModule } from '@minqing/issues';
import { PeopleModule } from '@minqing/people';
import { Module } from '@nestjs/common';
import { AssignMatterController } from './assign-matter/assign-matter.controller';
import { AssignMatterHandler } from './assign-matter/assign-matter.handler';

@Module({
  imports: [PeopleModule, IssuesModule],
  controllers: [AssignMatterController],
  providers: [AssignMatterHandler],
})
export class MattersModule {}
