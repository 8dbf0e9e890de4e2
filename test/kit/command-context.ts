import type { CommandContext } from '@minqing/event-log';

/** The context of a command with this id, as an application of the village's clerk would send it. */
export const commandContext = (commandId: string, more: Partial<CommandContext> = {}): CommandContext => ({
  commandId,
  commandMac: 'mac-1',
  actor: { id: 'clerk-1', role: 'CLERK', unitCode: '330411101243' },
  causationId: commandId,
  correlationId: commandId,
  channel: 'APP',
  programme: 'jiaxing-yilian',
  profileVersion: 1,
  ...more,
});
