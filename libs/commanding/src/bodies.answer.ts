import type { Answer } from '@minqing/event-log';

export class FactBody {
  /** 事实编号 · id of the fact, derived from the command's id */
  id!: string;
  /** 事实类型 · its type */
  type!: string;
}

/** What a command led to; the same command sent again gets the same answer. */
export class AnswerBody implements Answer {
  /** 实体编号 · id of the entity */
  id!: string;
  /** 事件流 · stream */
  stream!: string;
  /** 流的版本号，可用作 If-Match · revision of the stream, to be used as If-Match */
  revision!: number;
  /** 日志位置，可用作查询的 after · log position, to be used as `after` of a query */
  position!: string;
  facts!: FactBody[];
}

/** RFC 9457 problem document. */
export class ProblemBody {
  /** 稳定的类型 · `urn:minqing:problem:CODE` */
  type!: string;
  /** 中文说明 · what is wrong, in Chinese */
  title!: string;
  /** 英文说明 · the same in English */
  detail!: string;
  status!: number;
  /** 稳定代码 · stable code, e.g. LINK_MEMBER_EXEMPT */
  code!: string;
  /** 规则编号 · id of the rule, e.g. LNK-3 */
  rule?: string;
  /** 字段 · the field at fault */
  field?: string;
  /** 全部不符之处 · everything that is wrong, where several fields are */
  errors?: object[];
}
