import type { Caller } from '@minqing/commanding';
import { type Actor, Refused, type Role } from '@minqing/kernel';
import { PersonalText, type Reading } from '@minqing/people';
import { Injectable } from '@nestjs/common';
import { refuse } from './register.refusals';
import type { CardRequest } from './register.request';

/** Who sees the registers of a village that his unit covers (§10). */
export const villageReaders: readonly Role[] = ['SECRETARY', 'CLERK', 'STATION', 'TOWN', 'SUPERVISOR', 'AUDITOR'];

const revealers: readonly Role[] = ['SECRETARY', 'CLERK', 'SUPERVISOR'];

/** Whose things a caller sees in a village: everybody's where undefined, else those of this person alone. */
export const sightOf = (caller: Caller, village: string): string | undefined =>
  caller.grantFor(villageReaders, village) ? undefined : (caller.id ?? '');

export const notOnRecord = (id: string): Refused => new Refused(refuse({ code: 'NOT_ON_RECORD', id }).refusal);

/** Whose card it is, and of what. */
export interface CardOf {
  readonly village: string;
  readonly card: Reading['card'];
  /** True where it is about a household that the caller himself is linked to. */
  readonly own?: boolean;
}

/** Opens a card's personal text for those who may, on record. */
@Injectable()
export class Cards {
  constructor(private readonly texts: PersonalText) {}

  /** The card as it is, or, where a purpose is given, opened; `forgotten` where a subject's key has been destroyed. */
  async show<T extends object>(body: T, { reveal }: CardRequest, caller: Caller, of: CardOf): Promise<T & { forgotten?: boolean }> {
    if (reveal === undefined) return body;
    const actor = this.reader(caller, of.village);
    if (!actor && !of.own) throw new Refused(refuse({ code: 'REVEAL_NOT_ALLOWED', field: 'reveal' }).refusal);
    const { content, forgotten } = actor
      ? await this.texts.reveal(body, { actor, villageCode: of.village, purpose: reveal, card: of.card })
      : await this.texts.revealOwn(body);
    return { ...content, ...(forgotten && { forgotten }) };
  }

  private reader(caller: Caller, village: string): Actor | undefined {
    const grant = caller.grantFor(revealers, village);
    return grant && { id: caller.id ?? '', role: grant.role, unitCode: grant.unit };
  }
}
