import type { CommandContext } from '@minqing/event-log';
import { Refused } from '@minqing/kernel';
import { AuditTrail } from '@projections/audit-trail';
import { Injectable } from '@nestjs/common';

const REMEMBERED = 100_000;

/**
 * Refuses a command id that has served another command, whichever stream that wrote. Inside one stream the log itself
 * makes sure; across streams the audit trail is asked, and what it has not reached yet is remembered here.
 */
@Injectable()
export class CommandIds {
  /** Command id to the HMAC of what was carried out under it, oldest first. */
  private readonly done = new Map<string, string>();

  constructor(private readonly audit: AuditTrail) {}

  /** @throws Refused `COMMAND_ID_REUSED` */
  async admit({ commandId, commandMac }: CommandContext): Promise<void> {
    const known = this.done.get(commandId) ?? (await this.audited(commandId));
    if (known !== undefined && known !== commandMac) throw new Refused({ code: 'COMMAND_ID_REUSED', field: 'Idempotency-Key', commandId });
  }

  /** To be told of every command that was carried out, before its caller hears of it. */
  carriedOut({ commandId, commandMac }: CommandContext): void {
    if (this.done.size >= REMEMBERED) for (const oldest of this.done.keys()) if (this.done.delete(oldest)) break;
    this.done.set(commandId, commandMac);
  }

  private async audited(commandId: string): Promise<string | undefined> {
    try {
      return (await this.audit.findCommand(commandId))?.commandMac;
    } catch (error) {
      // An audit trail that is being filled for the first time knows nothing yet; that is no reason to refuse commands.
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }
}
