import { IsInstant, IsOneOf } from '@minqing/commanding';
import { IsOptional, IsString } from 'class-validator';
import { IsDigest } from '../account/account.request';

export class SignVisitRequest {
  /** 签字或手印 · signed, or by fingerprint */
  @IsOneOf(['SIGNED', 'FINGERPRINT'])
  status!: 'SIGNED' | 'FINGERPRINT';

  /** 签名图像的 SHA-256 · SHA-256 of the signature's image; kept as a hash under the household's key */
  @IsOptional()
  @IsDigest()
  evidenceDigest?: string;

  /** 签字时间，不写为现在 · when it was signed; default: now */
  @IsOptional()
  @IsInstant()
  occurredAt?: string;

  /** 规则方案 · programme */
  @IsOptional()
  @IsString()
  programme?: string;
}
