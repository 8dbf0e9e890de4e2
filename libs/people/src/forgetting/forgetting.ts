import { randomUUID } from 'node:crypto';
import { COMMAND_MAC_SUBJECT, type EventLog, type Feed, isSystemSubject, type Sealer } from '@minqing/event-log';
import { type Actor, dayOf, Refused } from '@minqing/kernel';
import { DEFAULT_PROGRAMME, profileOn } from '@minqing/programmes';
import { subjectKey } from '../domain/subject-key.decider';
import type { SubjectKeyShredded } from '../domain/subject-key.events';
import type { PostgresKeyVault } from '../key-vault/postgres-key-vault';
import { PeopleLookups } from '../lookups/people-lookups';
import type { ShreddingOrder } from './shredding-order';

export interface Wish {
  readonly subject: string;
  readonly actor: Actor;
  readonly reason?: string | undefined;
}

/**
 * Destroys the keys of data subjects (acceptance scenario 15): what was sealed under one is unreadable from then on, in
 * the log, in every copy and in every projection, while facts, counts and proofs stay as they are.
 *
 * First the key, then the fact. With the key goes, in one transaction, an order that says what the log is to record; it
 * leaves the vault once the log has it. A crash in between leaves a destroyed key whose fact is still to come, and any
 * later run writes it. The log never says that a key is gone while it is not.
 */
export class Forgetting {
  private readonly people: PeopleLookups;

  constructor(
    private readonly log: EventLog,
    private readonly vault: PostgresKeyVault,
    private readonly sealer: Sealer,
  ) {
    this.people = new PeopleLookups(log);
  }

  /**
   * @returns false where the key had been destroyed before
   * @throws Refused `SUBJECT_UNKNOWN` for a subject that has no key, `SUBJECT_OF_SYSTEM` for the ledger's own
   */
  async forget({ subject, actor, reason }: Wish): Promise<boolean> {
    await this.refuseUnfit(subject);
    const order: ShreddingOrder = {
      commandId: randomUUID(),
      actor,
      at: this.log.now(),
      villageCode: await this.villageOf(subject),
      reason: reason === undefined ? undefined : (await this.sealer.of(actor.id))(reason),
    };
    const destroyed = await this.vault.destroy(subject, order);
    await this.recordAll();
    return destroyed;
  }

  /** @throws Refused as `forget` does; nothing is changed */
  async refuseUnfit(subject: string): Promise<void> {
    if (isSystemSubject(subject)) throw new Refused({ code: 'SUBJECT_OF_SYSTEM', field: 'subject', subject });
    if (!(await this.vault.knows(subject))) throw new Refused({ code: 'SUBJECT_UNKNOWN', field: 'subject', subject });
  }

  /** Writes the facts of all destructions that the log does not tell of yet. */
  async recordAll(): Promise<void> {
    for (const { subject, order } of await this.vault.unrecorded()) {
      await this.record(subject, order);
      await this.vault.recorded(subject);
    }
  }

  /**
   * Destroys again every key that the log says is destroyed: after a restore, the vault may be older than the log.
   * Reads the whole log once.
   * @returns how many subjects the log tells of
   */
  async uphold(feed: Feed): Promise<number> {
    let told = 0;
    for await (const { events, caughtUp } of feed.batches(undefined)) {
      for (const { type, data } of events) {
        if (type !== 'SubjectKeyShredded') continue;
        await this.vault.uphold((data as SubjectKeyShredded['data']).subject);
        told++;
      }
      if (caughtUp) break;
    }
    return told;
  }

  private async record(subject: string, { commandId, actor, at, villageCode, reason }: ShreddingOrder): Promise<void> {
    const profile = profileOn(DEFAULT_PROGRAMME, dayOf(at));
    await this.log.run(
      subjectKey,
      `subjectkey-${subject}`,
      { type: 'RecordShredding', subject, villageCode, reason },
      {
        commandId,
        commandMac: await this.sealer.mac(COMMAND_MAC_SUBJECT, JSON.stringify(['RecordShredding', subject, commandId])),
        actor,
        causationId: commandId,
        correlationId: commandId,
        channel: 'SYSTEM',
        programme: DEFAULT_PROGRAMME,
        profileVersion: profile?.version ?? 1,
      },
      { id: subject, occurredAt: at },
    );
  }

  private async villageOf(subject: string): Promise<string | undefined> {
    const [household, person] = await Promise.all([this.people.household(subject), this.people.person(subject)]);
    return household.villageCode ?? person.villageCode;
  }
}
