import { PeopleModule } from '@minqing/people';
import { Module } from '@nestjs/common';
import { EndLinkController } from './end-link/end-link.controller';
import { EndLinkHandler } from './end-link/end-link.handler';
import { EstablishLinkController } from './establish-link/establish-link.controller';
import { EstablishLinkHandler } from './establish-link/establish-link.handler';
import { HandOverLinkController } from './hand-over-link/hand-over-link.controller';
import { HandOverLinkHandler } from './hand-over-link/hand-over-link.handler';

@Module({
  imports: [PeopleModule],
  controllers: [EstablishLinkController, EndLinkController, HandOverLinkController],
  providers: [EstablishLinkHandler, EndLinkHandler, HandOverLinkHandler],
})
export class LinkageModule {}
