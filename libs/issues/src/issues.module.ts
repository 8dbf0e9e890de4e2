import { PeopleModule } from '@minqing/people';
import { Module } from '@nestjs/common';
import { IssueLookups } from './lookups/issue-lookups';
import { RaiseIssueController } from './raise-issue/raise-issue.controller';
import { RaiseIssueHandler } from './raise-issue/raise-issue.handler';
import { TransferFirstHandlerController } from './transfer-first-handler/transfer-first-handler.controller';
import { TransferFirstHandlerHandler } from './transfer-first-handler/transfer-first-handler.handler';

@Module({
  imports: [PeopleModule],
  controllers: [RaiseIssueController, TransferFirstHandlerController],
  providers: [RaiseIssueHandler, TransferFirstHandlerHandler, IssueLookups],
  exports: [IssueLookups],
})
export class IssuesModule {}
