import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { CommandContext } from '@minqing/event-log';

/** A request that the access guard has let through. */
export interface CommandingRequest {
  commandContext: CommandContext;
}

/** Who sends this command, under which id, from where: put on the request by the api's guard. */
export const Context = createParamDecorator(
  (_: unknown, execution: ExecutionContext): CommandContext => execution.switchToHttp().getRequest<CommandingRequest>().commandContext,
);
