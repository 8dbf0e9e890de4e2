import { IsString, Length } from 'class-validator';
import { SessionRequest } from '../session.request';

export class HearReportRequest extends SessionRequest {
  /** 报告的文号、编号或摘要值 · number, id or hash of the report */
  @IsString({ message: '$property: 须为文字 · must be text' })
  @Length(1, 200, { message: '$property: 1 至 200 字 · 1 to 200 characters' })
  reportRef!: string;
}
