import type { Instant } from './time';

/** Something that has happened. `data` is JSON: what is written is what is read. */
export interface Fact<T extends string = string, D extends object = object> {
  readonly type: T;
  readonly data: D;
}

/** Personal text under its subject's key (domain spec §19). Unreadable for ever once that key is destroyed. */
export interface Sealed {
  /** Suite of the seal: AES-256-GCM, version 1. */
  readonly sealed: 'A256GCM.1';
  /** Whose key: the id of a household, member, person or village. */
  readonly subject: string;
  /** base64 of nonce (12 bytes), tag (16 bytes) and ciphertext. */
  readonly box: string;
}

/** Who acted, in what role, for which unit (a 12-digit division code, or `*` for the whole system). */
export interface Actor {
  readonly id: string;
  readonly role: Role;
  readonly unitCode: string;
}

/** Domain spec §10. `SYSTEM` is the ledger itself: reactions. */
export const roles = [
  'HOUSEHOLD',
  'LINKED_MEMBER',
  'SECRETARY',
  'CLERK',
  'COMMITTEE_MEMBER',
  'STATION',
  'TOWN',
  'COUNTY',
  'SUPERVISOR',
  'TELLER',
  'AUDITOR',
  'DASHBOARD',
] as const;
export type Role = (typeof roles)[number] | 'SYSTEM';

export type Channel = 'APP' | 'KIOSK' | 'PAPER_ENTRY' | 'IMPORT' | 'SYSTEM';

/** What every stored fact says about itself (domain spec §7). */
export interface Metadata {
  readonly schemaVersion: number;
  /** When it happened in the world. */
  readonly occurredAt: Instant;
  /** When it was appended, by the clock of the process that appended it. */
  readonly recordedAt: Instant;
  readonly actor: Actor;
  readonly onBehalfOf?: string;
  readonly commandId: string;
  /** Id of the command, or of the fact for a reaction, that caused it. */
  readonly causationId: string;
  readonly correlationId: string;
  readonly programme: string;
  readonly profileVersion: number;
  readonly channel: Channel;
  /** Present where the clock was not the wall's: demonstration, test or load. */
  readonly clock?: 'STEPPED';
  /** HMAC of the command's body as received: recognises the same id with other content. */
  readonly commandMac: string;
  /** Log position of the look-ups the decision used, a decimal string. */
  readonly readAt?: string;
  /** Ids of the subjects whose keys seal something in this fact. */
  readonly dataSubjects: readonly string[];
}

/** A fact as it stands in the log. */
export interface Recorded<F extends Fact = Fact> {
  readonly type: F['type'];
  readonly data: F['data'];
  readonly metadata: Metadata;
  readonly id: string;
  readonly stream: string;
  /** Place in its stream, from 0. */
  readonly revision: number;
  /** Place in the whole log: grows, with gaps. Leaves the system as a decimal string. */
  readonly position: bigint;
  /** The store's own time stamp. */
  readonly created: Instant;
}

/** Those of some facts that stand behind a position of the log; all of them where there is none. */
export const factsAfter = (facts: readonly Recorded[], position: bigint | undefined): readonly Recorded[] =>
  position === undefined ? facts : facts.filter((fact) => fact.position > position);
