import { PeopleModule } from '@minqing/people';
import { Module } from '@nestjs/common';
import { CorrectVisitController } from './correct-visit/correct-visit.controller';
import { CorrectVisitHandler } from './correct-visit/correct-visit.handler';
import { RecordVisitController } from './record-visit/record-visit.controller';
import { RecordVisitHandler } from './record-visit/record-visit.handler';
import { RefuseVisitSignatureController } from './refuse-visit-signature/refuse-visit-signature.controller';
import { RefuseVisitSignatureHandler } from './refuse-visit-signature/refuse-visit-signature.handler';
import { SignVisitController } from './sign-visit/sign-visit.controller';
import { SignVisitHandler } from './sign-visit/sign-visit.handler';
import { VoidVisitController } from './void-visit/void-visit.controller';
import { VoidVisitHandler } from './void-visit/void-visit.handler';

@Module({
  imports: [PeopleModule],
  controllers: [RecordVisitController, SignVisitController, RefuseVisitSignatureController, CorrectVisitController, VoidVisitController],
  providers: [RecordVisitHandler, SignVisitHandler, RefuseVisitSignatureHandler, CorrectVisitHandler, VoidVisitHandler],
})
export class VisitsModule {}
