import { refusalTable } from '@minqing/contexts';
import { StoreUnavailable } from '@minqing/event-log';
import { type RefusalKind, type RefusalTable, Refused } from '@minqing/kernel';
import { readRefusals } from '@projections/all';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { accessRefusals } from '../access/access.refusals';
import { KeysUnavailable } from '../access/token-verifier';
import { isDatabaseAway } from './database-away';
import { InvalidFields } from './invalid-fields';
import { readOut } from './read-out';

const STATUS: Readonly<Record<RefusalKind, number>> = {
  malformed: 400,
  'unknown-caller': 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  stale: 412,
  invalid: 422,
  behind: 503,
};

/** Seconds after which it makes sense to try again. */
const RETRY_AFTER = 2;

const refusals: RefusalTable = { ...accessRefusals, ...refusalTable, ...readRefusals };

/** An RFC 9457 problem document: Chinese title, English detail, stable code, rule and field. */
interface Problem {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly code: string;
  readonly [more: string]: unknown;
}

/** `more` may add members, never replace those of the standard. */
const problem = (status: number, code: string, zh: string, en: string, more: object = {}): Problem => ({
  ...more,
  type: `urn:minqing:problem:${code}`,
  title: zh,
  detail: en,
  status,
  code,
});

const fill = (sentence: string, details: Readonly<Record<string, unknown>>): string =>
  sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in details ? words(details[name]) : whole));

const words = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(words).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const ofRefusal = ({ refusal }: Refused): Problem => {
  const text = refusals[refusal.code];
  if (!text) throw new Error(`refusal ${refusal.code} has no row in any table`);
  return problem(STATUS[text.kind], refusal.code, fill(text.zh, refusal), fill(text.en, refusal), {
    ...(text.rule !== undefined && { rule: text.rule }),
    ...refusal,
  });
};

const HTTP: Readonly<Record<number, readonly [code: string, zh: string, en: string]>> = {
  400: ['REQUEST_MALFORMED', '请求不是合法的 JSON，或不符合 HTTP。', 'The request is not valid JSON or not valid HTTP.'],
  404: ['NOT_FOUND', '没有这个地址；接口目录见 /v1/docs。', 'No such address; see /v1/docs.'],
  413: ['BODY_TOO_LARGE', '内容超过 1 MiB。', 'The body is larger than 1 MiB.'],
  415: ['MEDIA_TYPE_UNSUPPORTED', '请用 Content-Type: application/json。', 'Use Content-Type: application/json.'],
};

const ofHttp = (status: number, message: string): Problem => {
  const [code, zh, en] = HTTP[status] ?? [`HTTP_${status}`, '请求未被接受。', message];
  return problem(status, code, zh, en);
};

/** Everything that goes wrong leaves the api through here. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const answer = this.describe(error, http.getRequest<FastifyRequest>());
    const reply = http.getResponse<FastifyReply>();
    if (answer.status === 503) void reply.header('Retry-After', String(RETRY_AFTER));
    const send = (): void => void reply.status(answer.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(answer));
    if (answer.status === 413) void readOut(http.getRequest<FastifyRequest>().raw).then(send);
    else send();
  }

  private describe(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof Refused) return ofRefusal(error);
    if (error instanceof InvalidFields) {
      const first = error.fields[0];
      const zh = `${error.fields.length} 处格式不符：${error.fields.map(({ message }) => message).join('；')}`;
      return problem(400, 'FIELDS_INVALID', zh, `${error.fields.length} field(s) not as documented, see errors`, {
        field: first?.field,
        errors: error.fields,
      });
    }
    if (error instanceof KeysUnavailable) return this.away('IDENTITY_PROVIDER_UNAVAILABLE', '身份提供者', 'identity provider', error);
    if (error instanceof StoreUnavailable) return this.away('STORE_UNAVAILABLE', '事件库', 'event store', error);
    if (isDatabaseAway(error)) return this.away('DATABASE_UNAVAILABLE', '数据库', 'database', error);
    if (error instanceof HttpException) return ofHttp(error.getStatus(), error.message);
    const status = (error as { statusCode?: unknown }).statusCode;
    if (typeof status === 'number' && status >= 400 && status < 500) return ofHttp(status, (error as Error).message);
    this.log.error({ err: error, method: request.method, url: request.url }, 'request failed');
    return problem(
      500,
      'INTERNAL',
      '系统内部错误，已记入日志；您的内容未被写入一半。',
      'Internal error, logged; nothing was half-written.',
    );
  }

  private away(code: string, zh: string, en: string, error: unknown): Problem {
    this.log.warn({ reason: (error as Error).message }, `${en} unavailable`);
    return problem(
      503,
      code,
      `${zh}暂时不可用，请 ${RETRY_AFTER} 秒后用同一 Idempotency-Key 重试。`,
      `The ${en} is unavailable; retry in ${RETRY_AFTER} s with the same Idempotency-Key.`,
      { retryAfterSeconds: RETRY_AFTER },
    );
  }
}
