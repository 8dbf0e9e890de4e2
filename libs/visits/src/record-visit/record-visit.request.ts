import { AreNested, IsId, IsInstant, IsNested, IsOneOf } from '@minqing/commanding';
import { IsOptional, IsString } from 'class-validator';
import { AccountRequest, EntryRequest, IsDigest } from '../account/account.request';
import { type EvidenceType, evidenceTypes } from '../domain/visit.events';

export class VisitContextRequest {
  /** 驻点日 · the station day it belongs to */
  @IsOptional()
  @IsId()
  stationDayId?: string;

  /** 党员服务日 · the service day it belongs to */
  @IsOptional()
  @IsId()
  serviceDayId?: string;

  /** 问计活动 · the campaign it belongs to */
  @IsOptional()
  @IsId()
  campaignId?: string;
}

export class EvidenceRequest {
  /** 种类 · type */
  @IsOneOf(evidenceTypes)
  type!: EvidenceType;

  /** 文件的 SHA-256 · SHA-256 of the file; kept as a hash under the household's key */
  @IsDigest()
  digest!: string;
}

export class OfflineRequest {
  /** 设备上的记录时间 · when it was captured, by the device's clock */
  @IsInstant()
  capturedAt!: string;

  /** 设备编号 · the device */
  @IsId()
  deviceId!: string;
}

export class RecordVisitRequest extends AccountRequest {
  /** 记录条目，至少一条；没有反映也要写 NONE_RAISED · what was heard, at least one entry; NONE_RAISED where nothing was (VIS-1) */
  @AreNested(() => EntryRequest, 100)
  entries!: EntryRequest[];

  /** 所属活动 · what the visit belongs to */
  @IsOptional()
  @IsNested(() => VisitContextRequest)
  context?: VisitContextRequest;

  /** 佐证 · evidence */
  @IsOptional()
  @AreNested(() => EvidenceRequest, 20)
  evidence?: EvidenceRequest[];

  /** 离线采集 · captured offline; the Idempotency-Key is the client's id of the event (VIS-10) */
  @IsOptional()
  @IsNested(() => OfflineRequest)
  offline?: OfflineRequest;

  /** 规则方案 · programme */
  @IsOptional()
  @IsString()
  programme?: string;
}
