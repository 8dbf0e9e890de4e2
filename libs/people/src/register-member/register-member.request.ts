import { IsDay, IsDivisionCode, IsId, IsText } from '@minqing/commanding';
import { ArrayMaxSize, IsArray, IsOptional, Matches } from 'class-validator';
import { POST } from '../schema/people.schema';

export class RegisterMemberRequest {
  /** 已登记人员的编号；不填则新立编号 · id of a person already on record who is now a member; absent: a new id */
  @IsOptional()
  @IsId()
  personId?: string;

  /** 所属党组织的区划代码，默认本村 · unit of the party organisation, where it is another than the village */
  @IsOptional()
  @IsDivisionCode()
  unitCode?: string;

  /** 姓名（密封保存） · name, sealed */
  @IsOptional()
  @IsText()
  name?: string;

  /** 职务代码，如 PARTY_SECRETARY；无职党员为空 · codes of posts; none for a member without post */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(POST, { each: true, message: '$property: 职务代码由大写字母与下划线组成 · a post is a code of capitals and underscores' })
  posts?: string[];

  /** 起始日，默认今天 · first day on which he is counted; default today */
  @IsOptional()
  @IsDay()
  from?: string;
}
