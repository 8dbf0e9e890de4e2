import { AreIds } from '@minqing/commanding';
import { ArrayMaxSize, IsArray } from 'class-validator';
import { REPRESENTATIVE_LIMIT, SessionRequest } from '../session.request';

export class FixRollRequest extends SessionRequest {
  /** 全体代表的人员编号，不得重复 · person ids of all representatives, each once */
  @IsArray()
  @ArrayMaxSize(REPRESENTATIVE_LIMIT)
  @AreIds()
  representativeIds!: string[];
}
