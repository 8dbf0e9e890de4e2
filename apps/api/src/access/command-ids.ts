import type { CommandContext } from '@minqing/event-log';
import { Refused } from '@minqing/kernel';
import { AuditTrail } from '@projections/audit-trail';
import { Injectable } from '@nestjs/common';

const REMEMBERED = 100_000;

type Macs = ReadonlyMap<string, string>;

/**
 * Refuses a command id that has served another command, whichever stream that wrote. Inside one stream the log itself
 * makes sure; across streams the audit trail is asked, and what it has not reached yet is remembered here.
 */
@Injectable()
export class CommandIds {
  /** Command id to the HMAC of what was carried out under it, oldest first. */
  private readonly done = new Map<string, string>();
  /** The question that whoever comes now takes part in. */
  private next: { readonly ids: string[]; readonly answer: Promise<Macs> } | undefined;
  /** The question under way. */
  private turn: Promise<unknown> = Promise.resolve();

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

  /** Whoever comes while a question is under way shares the next one: the busier, the fewer questions. */
  private async audited(commandId: string): Promise<string | undefined> {
    this.next ??= this.open();
    const { ids, answer } = this.next;
    ids.push(commandId);
    return (await answer).get(commandId);
  }

  private open(): { readonly ids: string[]; readonly answer: Promise<Macs> } {
    const ids: string[] = [];
    const answer = this.turn.then(() => {
      this.next = undefined;
      return this.macsOf(ids);
    });
    this.turn = answer.catch(() => undefined);
    return { ids, answer };
  }

  private async macsOf(ids: readonly string[]): Promise<Macs> {
    try {
      return new Map([...(await this.audit.findCommands(ids))].map(([id, { commandMac }]) => [id, commandMac]));
    } catch (error) {
      // An audit trail that is being filled for the first time knows nothing yet; that is no reason to refuse commands.
      if (error instanceof Refused) return new Map();
      throw error;
    }
  }
}
