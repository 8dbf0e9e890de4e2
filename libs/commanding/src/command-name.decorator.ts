import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiHeader, ApiParam, ApiResponse } from '@nestjs/swagger';
import { AnswerBody, ProblemBody } from './bodies.answer';

export const COMMAND_NAME = 'minqing:command';

const PROBLEMS: Readonly<Record<number, string>> = {
  400: '格式不符 · the body does not have the documented shape',
  401: '未登录 · no valid token',
  403: '无权限 · this role or unit may not do this',
  404: '查无此项 · something named is not on record',
  409: '与现状冲突，或同一幂等键内容不同 · conflicts with the present state, or the same Idempotency-Key with other content',
  412: '版本已变 · the revision in If-Match is no longer the last',
  413: '内容过大 · body over the limit',
  422: '违反规则 · a rule of the domain is broken',
  503: '暂不可用 · the store or the database is away; retry with the same Idempotency-Key',
};

/**
 * Marks a controller method as one command. Its name is the row in the table of who may do what, and the OpenAPI
 * document gets the headers and problem answers that every command shares.
 */
export const Command = (name: string): MethodDecorator =>
  applyDecorators(
    SetMetadata(COMMAND_NAME, name),
    HttpCode(201),
    ApiBearerAuth(),
    ApiParam({ name: 'villageCode', description: '12 位村（社区）代码 · 12-digit code of the village', example: '330411101243' }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: '命令编号（UUID）：重发同一命令是安全的 · id of the command, a UUID; sending it again is safe',
      schema: { type: 'string', format: 'uuid' },
    }),
    ApiHeader({ name: 'If-Match', required: false, description: '所见版本号 · the revision you saw; another one is refused (412)' }),
    ApiHeader({ name: 'X-Channel', required: false, description: 'APP（默认 default）, KIOSK, PAPER_ENTRY, IMPORT' }),
    ApiHeader({ name: 'X-Correlation-Id', required: false, description: '业务关联号（UUID） · groups commands of one piece of work' }),
    ApiCreatedResponse({ type: AnswerBody }),
    ...Object.entries(PROBLEMS).map(([status, description]) => ApiResponse({ status: Number(status), description, type: ProblemBody })),
  );
