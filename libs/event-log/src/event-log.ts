import { ErrorType, type EventStoreDBClient } from '@eventstore/db-client';
import { type Clock, type Decider, type Fact, type Instant, type Recorded, Refused, toInstant } from '@minqing/kernel';
import { appendAt } from './append';
import type { Answer, CommandContext } from './command-context';
import type { Codec, MetadataBeforeStoring } from './codec';
import { type FactPlace, factsAt } from './facts-at';
import { factIdOf } from './ids';
import { LogEnd } from './log-end';
import { endOf, newestEvent } from './newest-event';
import { asTold, isStoreError } from './store';
import { whole } from './whole';

/** What a command's facts say beyond its context. */
export interface RunOptions {
  /** Id of the entity, for the answer. */
  readonly id: string;
  /** When it happened in the world; default: now. */
  readonly occurredAt?: Instant;
  /** Log position of the look-ups carried in the command. */
  readonly readAt?: bigint | undefined;
  /** The stream bears an id made of the command's own: unless the command was carried out before, it does not exist. */
  readonly creates?: true;
  /**
   * Beside `creates`: id and content follow from a fact, so that nobody sends the id with other content. What was carried
   * out before is then as good as what is written now, and the two need not be told apart.
   */
  readonly derived?: true;
}

/** A stream folded to the state one decider sees. */
export interface Folded<S> {
  readonly state: S;
  /** Revision of its last fact, −1 for a stream that does not exist. */
  readonly revision: number;
  /** Position of its last fact. */
  readonly position: bigint;
}

const LOST_RACES = 10;

/** Writes facts: reads, folds, decides, appends at the revision read, and decides again after a lost race. */
export class EventLog {
  private readonly running = new Map<string, Promise<unknown>>();
  private readonly end: LogEnd;

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly codec: Codec,
    private readonly clock: Clock,
  ) {
    this.end = new LogEnd(() => endOf(client));
  }

  /** The clock that stamps `recordedAt`, as deciders get it. */
  now(): Instant {
    return toInstant(this.clock.now());
  }

  /**
   * Runs one command on one stream. The same command id with the same content gets the first answer again.
   * @throws Refused with the decider's refusal, or `COMMAND_ID_REUSED`, `REVISION_MISMATCH`, `TOO_MANY_WRITERS`
   * @throws StoreUnavailable when the store does not answer; sending the same command again is safe
   */
  run<C, S, F extends Fact>(
    decider: Decider<C, S, F>,
    stream: string,
    command: C,
    context: CommandContext,
    options: RunOptions,
  ): Promise<Answer> {
    return this.oneAtATime(context.commandId, () => this.decideAndAppend(decider, stream, command, context, options));
  }

  private async decideAndAppend<C, S, F extends Fact>(
    decider: Decider<C, S, F>,
    stream: string,
    command: C,
    context: CommandContext,
    options: RunOptions,
  ): Promise<Answer> {
    const { ifMatch } = context;
    for (let race = 0; race < LOST_RACES; race++) {
      // Of a stream that does not exist nothing need be read; that it does is told by its append.
      const unread = race === 0 && options.creates === true && ifMatch === undefined;
      const end = unread && !options.derived ? await this.end.known() : undefined;
      const history = unread ? [] : await this.read(stream);
      const earlier = factsOf(context, history);
      if (earlier.length > 0) return sameAnswer(earlier, stream, context, options.id);

      const revision = history.length - 1;
      if (ifMatch !== undefined && ifMatch !== revision) {
        throw new Refused({ code: 'REVISION_MISMATCH', field: 'If-Match', wanted: ifMatch, got: revision });
      }
      const decision = decider.decide(
        command,
        history.reduce((state, fact) => decider.evolve(state, fact as unknown as F), decider.initial),
      );
      if ('refusal' in decision) {
        if (unread) continue;
        throw new Refused(decision.refusal);
      }

      const metadata = this.metadata(context, options);
      const events = decision.facts.map((fact, n) => this.codec.encode(factIdOf(context.commandId, n), fact, metadata));
      const append = () => appendAt(this.client, stream, events, revision);
      const position = end === undefined ? await append() : await this.end.learnFrom(async () => behind(end, await append()));
      if (position !== undefined) {
        return {
          id: options.id,
          stream,
          revision: revision + events.length,
          position: position.toString(),
          facts: events.map(({ id, type }) => ({ id, type })),
        };
      }
    }
    throw new Refused({ code: 'TOO_MANY_WRITERS', stream });
  }

  /**
   * The store takes two appends of the same ids at the same revision for one, whatever they say. So commands of one id
   * wait for each other here, and the second finds the first in the stream.
   */
  private async oneAtATime<T>(commandId: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.running.get(commandId) ?? Promise.resolve()).then(work, work);
    this.running.set(commandId, turn);
    try {
      return await turn;
    } finally {
      if (this.running.get(commandId) === turn) this.running.delete(commandId);
    }
  }

  /** All facts of a stream in order; none where it does not exist. */
  async read(stream: string): Promise<Recorded[]> {
    try {
      const events = await whole(this.client.readStream(stream));
      return events.flatMap(({ event }) => (event ? [this.codec.decode(event)] : []));
    } catch (error) {
      if (isStoreError(error, ErrorType.STREAM_NOT_FOUND)) return [];
      throw asTold(error);
    }
  }

  /**
   * The facts that stand at these places, in their order: what a read model says that it found without knowing their text.
   * @throws StoreUnavailable
   * @throws Error where the log has another fact at one of them, or none
   */
  factsAt(places: readonly FactPlace[]): Promise<Recorded[]> {
    return factsAt(this.client, this.codec, places);
  }

  /** What a decider knows of another stream: the look-up that travels in a command, with the position it was read at. */
  async fold<S, F extends Fact>(decider: Pick<Decider<never, S, F>, 'initial' | 'evolve'>, stream: string): Promise<Folded<S>> {
    const facts = await this.read(stream);
    return {
      state: facts.reduce((state, fact) => decider.evolve(state, fact as unknown as F), decider.initial),
      revision: facts.length - 1,
      position: facts.at(-1)?.position ?? 0n,
    };
  }

  /** Position of the newest fact in the log, 0 where there is none. */
  async head(): Promise<bigint> {
    return (await newestEvent(this.client))?.position.commit ?? 0n;
  }

  private metadata(context: CommandContext, options: RunOptions): MetadataBeforeStoring {
    const recordedAt = this.now();
    const { ifMatch: _, ...said } = context;
    return {
      ...said,
      occurredAt: options.occurredAt === undefined ? recordedAt : toInstant(Date.parse(options.occurredAt)),
      recordedAt,
      ...(this.clock.stepped && { clock: 'STEPPED' as const }),
      ...(options.readAt !== undefined && { readAt: options.readAt.toString() }),
    };
  }
}

/** The store takes facts of the same ids for the same and tells where they stand: before the end, they are not these. */
const behind = (end: bigint, position: bigint | undefined): bigint | undefined =>
  position !== undefined && position > end ? position : undefined;

const factsOf = ({ commandId }: CommandContext, history: readonly Recorded[]): readonly Recorded[] =>
  history.filter(({ metadata }) => metadata.commandId === commandId);

/** The first answer again, or the refusal of the same id with other content (VIS-10, invariant 12). */
const sameAnswer = (facts: readonly Recorded[], stream: string, context: CommandContext, id: string): Answer => {
  const last = facts.at(-1)!;
  if (last.metadata.commandMac !== context.commandMac) {
    throw new Refused({ code: 'COMMAND_ID_REUSED', field: 'Idempotency-Key', commandId: context.commandId });
  }
  return {
    id,
    stream,
    revision: last.revision,
    position: last.position.toString(),
    facts: facts.map((fact) => ({ id: fact.id, type: fact.type })),
  };
};
