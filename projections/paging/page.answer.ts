/** Every answer of a read model says how far it had read the log. */
export class PositionBody {
  /** 计算时的日志位置 · log position the answer was computed at */
  position!: string;
}

export class PageBody extends PositionBody {
  /** 下一页的 cursor；末页没有 · `cursor` of the next page; absent on the last */
  next?: string;
}

/** An answer's fields as plain data, before it becomes part of a larger answer. */
export type Fields<T> = { [K in keyof T]: T[K] };
