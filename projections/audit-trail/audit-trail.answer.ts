import { PageBody } from '@projections/paging';

export class AuditActorBody {
  /** 编号 · id */
  id!: string;
  /** 角色 · role */
  role!: string;
  /** 单位 · unit */
  unitCode!: string;
}

export class AuditCauseBody {
  /** 命令编号（由命令直接引起） · id of the command, where a command caused it directly */
  commandId?: string;
  /** 事实编号（由另一事实引起） · id of the fact, where another fact caused it */
  factId?: string;
  /** 该事实的位置 · its log position */
  position?: string;
  /** 该事实的流 · its stream */
  stream?: string;
  /** 该事实的类型 · its type */
  type?: string;
}

export class AuditSkewBody {
  /** 记录时刻减事件库时刻，秒 · recordedAt minus created, seconds */
  seconds!: number;
  /** STEPPED_CLOCK：演示、测试或历史导入的步进时钟；CLOCKS_DIFFER：两机时钟不一致 · why they differ */
  why!: string;
}

export class AuditFactBody {
  /** 日志位置 · log position */
  position!: string;
  /** 事件流 · stream */
  stream!: string;
  /** 流内序号，从 0 起 · place in its stream, from 0 */
  revision!: number;
  /** 事实编号 · id of the fact */
  id!: string;
  /** 事实类型 · its type */
  type!: string;
  /** 涉及的实体 · ids of the entities it touches */
  entities!: string[];
  /** 计入的村（社区） · village it counts for */
  village?: string;
  /** 行为人 · who acted, in what role, from which unit */
  actor!: AuditActorBody;
  /** 代谁而为 · in whose name */
  onBehalfOf?: string;
  /** 发生时刻 · when it happened */
  occurredAt!: string;
  /** 计入的业务日 · business day it counts for */
  occurredOn!: string;
  /** 记录时刻 · when it was recorded, by the recorder's clock */
  recordedAt!: string;
  /** 计入的记录日 · day it counts for as recorded */
  recordedOn!: string;
  /** 事件库时刻 · the store's own time stamp */
  created!: string;
  /** 两个时刻相差一分钟以上 · the two differ by more than a minute */
  skewed?: AuditSkewBody;
  /** STEPPED：步进时钟 · the clock was stepped by its supervisor */
  clock?: string;
  /** 命令编号 · id of the command */
  commandId!: string;
  /** 由何引起 · what caused it */
  causedBy!: AuditCauseBody;
  /** 业务关联号 · groups commands of one piece of work */
  correlationId!: string;
  /** 工作方案 · programme */
  programme!: string;
  /** 方案版本 · version of its rule profile */
  profileVersion!: number;
  /** 渠道 · channel */
  channel!: string;
  /** 判定时所查的日志位置 · log position of the look-ups the decision used */
  readAt?: string;
  /** 内容，个人文字保持密封 · content; personal text stays sealed */
  data?: object;
  /** UNTIL_SCORED：计票内容在评分前不公开 · a teller's count is not shown before the session is scored */
  withheld?: string;
}

export class AuditPage extends PageBody {
  items!: AuditFactBody[];
}
