import { AreIds } from '@minqing/commanding';
import { ArrayMaxSize, IsArray } from 'class-validator';
import { REPRESENTATIVE_LIMIT, SessionRequest } from '../session.request';

export class TakeAttendanceRequest extends SessionRequest {
  /** 到会代表的人员编号，均须在名册上 · person ids of the representatives present, all on the roll */
  @IsArray()
  @ArrayMaxSize(REPRESENTATIVE_LIMIT)
  @AreIds()
  representativeIds!: string[];
}
