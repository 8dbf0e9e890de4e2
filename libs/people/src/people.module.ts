import { Module } from '@nestjs/common';
import { CloseHouseholdController } from './close-household/close-household.controller';
import { CloseHouseholdHandler } from './close-household/close-household.handler';
import { DefineGridController } from './define-grid/define-grid.controller';
import { DefineGridHandler } from './define-grid/define-grid.handler';
import { EndExemptionController } from './end-exemption/end-exemption.controller';
import { EndExemptionHandler } from './end-exemption/end-exemption.handler';
import { EndRoleController } from './end-role/end-role.controller';
import { EndRoleHandler } from './end-role/end-role.handler';
import { GrantExemptionController } from './grant-exemption/grant-exemption.controller';
import { GrantExemptionHandler } from './grant-exemption/grant-exemption.handler';
import { GrantRoleController } from './grant-role/grant-role.controller';
import { GrantRoleHandler } from './grant-role/grant-role.handler';
import { MemberLeavesController } from './member-leaves/member-leaves.controller';
import { MemberLeavesHandler } from './member-leaves/member-leaves.handler';
import { PlaceMemberInGridController } from './place-member-in-grid/place-member-in-grid.controller';
import { PlaceMemberInGridHandler } from './place-member-in-grid/place-member-in-grid.handler';
import { RegisterHouseholdController } from './register-household/register-household.controller';
import { RegisterHouseholdHandler } from './register-household/register-household.handler';
import { RegisterMemberController } from './register-member/register-member.controller';
import { RegisterMemberHandler } from './register-member/register-member.handler';
import { RegisterPersonController } from './register-person/register-person.controller';
import { RegisterPersonHandler } from './register-person/register-person.handler';
import { PeopleLookups } from './lookups/people-lookups';
import { PersonalText } from './reveal/personal-text';

@Module({
  controllers: [
    RegisterPersonController,
    RegisterMemberController,
    MemberLeavesController,
    PlaceMemberInGridController,
    GrantExemptionController,
    EndExemptionController,
    GrantRoleController,
    EndRoleController,
    DefineGridController,
    RegisterHouseholdController,
    CloseHouseholdController,
  ],
  providers: [
    PeopleLookups,
    PersonalText,
    RegisterPersonHandler,
    RegisterMemberHandler,
    MemberLeavesHandler,
    PlaceMemberInGridHandler,
    GrantExemptionHandler,
    EndExemptionHandler,
    GrantRoleHandler,
    EndRoleHandler,
    DefineGridHandler,
    RegisterHouseholdHandler,
    CloseHouseholdHandler,
  ],
  exports: [PeopleLookups, PersonalText],
})
export class PeopleModule {}
