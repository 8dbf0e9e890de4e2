import { randomUUID } from 'node:crypto';
import { entityIdOf, EventLog, isSealed, Sealer, subjectsIn } from '@minqing/event-log';
import { type Actor, dayOf } from '@minqing/kernel';
import { DEFAULT_PROGRAMME, profileOn } from '@minqing/programmes';
import { Injectable } from '@nestjs/common';
import { access } from '../domain/access.decider';
import type { PersonalDataAccessed } from '../domain/access.events';

/** Who opens what, and why. */
export interface Reading extends Pick<PersonalDataAccessed['data'], 'villageCode' | 'purpose' | 'card'> {
  readonly actor: Actor;
}

/** What was sealed, opened: each seal is its text now, or null where its subject's key has been destroyed. */
export interface Revealed<T> {
  readonly content: T;
  readonly forgotten: boolean;
}

/** Subject of the key that marks readings; a reading is never sent again, so its mark is never compared. */
const MARK_SUBJECT = 'system.access-mark';

/** Opens personal text for people: the only way by which it leaves the system. */
@Injectable()
export class PersonalText {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
  ) {}

  /**
   * Opens every seal in `content`, after writing `PersonalDataAccessed` with all its subjects. What cannot be recorded
   * is not opened. Content without seals leaves no record.
   * @throws StoreUnavailable
   */
  async reveal<T extends object>(content: T, reading: Reading): Promise<Revealed<T>> {
    const subjects = [...subjectsIn(content)].sort();
    if (subjects.length > 0) await this.record(subjects, reading);
    return this.revealOwn(content);
  }

  /** The same without a record: a linked member reading of his own households (§10). The caller has made sure of that. */
  async revealOwn<T extends object>(content: T): Promise<Revealed<T>> {
    let forgotten = false;
    const open = async (value: unknown): Promise<unknown> => {
      if (isSealed(value)) {
        const text = await this.sealer.open(value);
        forgotten ||= text === undefined;
        return text ?? null;
      }
      if (Array.isArray(value)) return Promise.all(value.map(open));
      if (typeof value !== 'object' || value === null) return value;
      const fields = await Promise.all(Object.entries(value).map(async ([name, held]) => [name, await open(held)] as const));
      return Object.fromEntries(fields);
    };
    return { content: (await open(content)) as T, forgotten };
  }

  private async record(subjects: readonly string[], { actor, villageCode, purpose, card }: Reading): Promise<void> {
    const commandId = randomUUID();
    const accessId = entityIdOf(commandId);
    const data = { accessId, villageCode, subjects, purpose, card };
    const context = {
      commandId,
      commandMac: await this.sealer.mac(MARK_SUBJECT, JSON.stringify(data)),
      actor,
      causationId: commandId,
      correlationId: commandId,
      channel: 'APP' as const,
      programme: DEFAULT_PROGRAMME,
      profileVersion: profileOn(DEFAULT_PROGRAMME, dayOf(this.log.now()))?.version ?? 1,
    };
    await this.log.run(access, `access-${accessId}`, data, context, { id: accessId });
  }
}
