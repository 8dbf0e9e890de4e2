import { type AccessPurpose, accessPurposes } from '@minqing/people';
import { AskRequest } from '@projections/paging';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

export class CardRequest extends AskRequest {
  /** 查阅个人信息的事由；查阅会被记录 · why personal text shall be opened; the reading is put on record */
  @IsOptional()
  @IsIn(accessPurposes, { message: `$property: ${accessPurposes.join(' | ')}` })
  @ApiProperty({ enum: accessPurposes, required: false })
  reveal?: AccessPurpose;
}
