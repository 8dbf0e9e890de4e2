import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { factsAfter, type Recorded } from '@minqing/kernel';
import { Lead } from './lead';
import { readHeader, readSegment, type SegmentHeader, writeSegment } from './segment-file';

/**
 * Positions of one segment have all but these bits in common, so that everybody who keeps the log cuts it in the same
 * places: two that write the same file write the same bytes.
 */
const SPAN_BITS = 22;
const NAME = /^\d{20}\.segment$/;

/** Segments that are read off the store sooner than somebody else has begun to do so. */
const FAR = 4n;

/** How often who waits for a segment looks for it, milliseconds. */
const LOOK = 50;

const nameOf = (span: bigint): string => `${span.toString().padStart(20, '0')}.segment`;

/** A segment on disk. */
interface Kept extends SegmentHeader {
  readonly path: string;
}

/**
 * What was read off the log, kept in files beside the reader, because the store and its client take several times as long
 * to give it again. A cache: what is missing or in doubt is read from the store, and kept anew.
 */
export class Segments {
  private readonly inWork = new Set<bigint>();
  private readonly spanBits: bigint;

  constructor(
    private readonly folder: string,
    spanBits = SPAN_BITS,
  ) {
    this.spanBits = BigInt(spanBits);
  }

  /**
   * The events after `from` without a gap, as far as they are kept, as the store gave them.
   * @param idAt the id of the store's event at a position: files of another log, or of another past of this one, are not used
   */
  async *read(
    from: bigint | undefined,
    some: number,
    idAt: (position: bigint) => Promise<string | undefined>,
  ): AsyncGenerator<readonly Recorded[]> {
    const chain = await this.chain(from);
    const last = chain.at(-1);
    if (!last) return;
    if ((await idAt(BigInt(last.last))) !== last.lastId) {
      await this.forgetAll();
      return;
    }
    for (const { path } of chain) {
      try {
        for await (const events of readSegment(path, some)) {
          const wanted = factsAfter(events, from);
          if (wanted.length > 0) yield wanted;
        }
      } catch {
        // Damaged, or gone meanwhile: the store has it.
        await rm(path, { force: true });
        return;
      }
    }
  }

  /** Keeps what comes after `from`. One keeper for each reader of the store; one that leads tells the others how far it is. */
  keeper(from: bigint | undefined, { leads = false } = {}): Keeper {
    return new Keeper(this.folder, this.spanBits, this.inWork, from, leads ? new Lead(this.folder) : undefined);
  }

  /** Whether so much lies between two positions that it pays to read ahead. */
  isFar(from: bigint | undefined, end: bigint): boolean {
    return this.spanOf(end) - this.spanOf(from ?? 0n) > FAR;
  }

  /** Whether one segment holds what lies at both positions. */
  areTogether(one: bigint, other: bigint): boolean {
    return this.spanOf(one) === this.spanOf(other);
  }

  /** To read ahead of all readers of the folder, from a position on. @returns undefined where somebody else does, or the folder takes nothing */
  async lead(from: bigint | undefined): Promise<Lead | undefined> {
    const lead = new Lead(this.folder);
    return (await lead.take(this.spanOf(from ?? 0n))) ? lead : undefined;
  }

  /** Whether somebody reads ahead of who has read up to `from`, and keeps it for all. */
  async isReadAhead(from: bigint | undefined): Promise<boolean> {
    return this.isAhead(await new Lead(this.folder).span(), from);
  }

  /**
   * Where somebody reads ahead, waits until he has kept more or reads no more.
   * @returns false where nobody does, or the signal has come
   */
  async isComing(from: bigint | undefined, signal?: AbortSignal): Promise<boolean> {
    const lead = new Lead(this.folder);
    const before = await lead.span();
    if (!this.isAhead(before, from)) return false;
    while (!signal?.aborted) {
      if ((await lead.span()) !== before) return true;
      await pause(LOOK);
    }
    return false;
  }

  private isAhead(span: bigint | undefined, from: bigint | undefined): boolean {
    return span !== undefined && span >= this.spanOf(from ?? 0n);
  }

  private spanOf(position: bigint): bigint {
    return position >> this.spanBits;
  }

  /** The segment that `from` lies in or behind, and those that follow it gap by no gap. */
  private async chain(from: bigint | undefined): Promise<readonly Kept[]> {
    const names = (await readdir(this.folder).catch(() => [])).filter((name) => NAME.test(name)).sort();
    const first = from === undefined ? 0 : names.findLastIndex((name) => name <= nameOf(this.spanOf(from)));
    const chain: Kept[] = [];
    for (const name of names.slice(Math.max(0, first))) {
      const path = join(this.folder, name);
      const header = await readHeader(path).catch(() => undefined);
      if (!header) break;
      if (from !== undefined && BigInt(header.last) <= from) continue;
      const end = chain.at(-1)?.last;
      const begins = end === undefined ? isWithin(from, header) : header.after === end;
      if (!begins) break;
      chain.push({ ...header, path });
    }
    return chain;
  }

  private async forgetAll(): Promise<void> {
    for (const name of await readdir(this.folder)) if (NAME.test(name)) await rm(join(this.folder, name), { force: true });
  }
}

/** Whether nothing lies between `from` and the segment. */
const isWithin = (from: bigint | undefined, { after }: SegmentHeader): boolean =>
  after === null || (from !== undefined && BigInt(after) <= from);

/** Cuts what it is given into segments, and writes those it has seen whole. */
export class Keeper {
  /** Span of the newest event, and its lines where the span has been seen from its first event on. */
  private span: bigint | undefined;
  private open: { readonly after: string | null; readonly lines: Uint8Array[] } | undefined;
  private last: { readonly position: bigint; readonly id: string } | undefined;
  private broken = false;

  constructor(
    private readonly folder: string,
    private readonly spanBits: bigint,
    private readonly inWork: Set<bigint>,
    private readonly from: bigint | undefined,
    private readonly lead: Lead | undefined,
  ) {
    this.span = from === undefined ? undefined : this.spanOf(from);
  }

  /** Whether something could not be kept, or is kept by somebody else of this process. */
  get isBroken(): boolean {
    return this.broken;
  }

  /** @param lineOf an event on its line: of those that are not kept none is made */
  async take<E extends Pick<Recorded, 'position' | 'id'>>(events: readonly E[], lineOf: (event: E) => Uint8Array): Promise<void> {
    for (const event of events) {
      const span = this.spanOf(event.position);
      if (span !== this.span) {
        await this.write();
        this.begin(span);
      }
      this.open?.lines.push(lineOf(event));
      this.last = event;
    }
    if (this.span !== undefined) await this.lead?.moved(this.span);
  }

  /** What is not whole is not kept. */
  stop(): void {
    if (this.open && this.span !== undefined) this.inWork.delete(this.span);
    this.open = undefined;
  }

  private spanOf(position: bigint): bigint {
    return position >> this.spanBits;
  }

  private begin(span: bigint): void {
    this.span = span;
    if (this.inWork.has(span)) {
      this.broken = true;
      return;
    }
    this.inWork.add(span);
    this.open = { after: (this.last?.position ?? this.from)?.toString() ?? null, lines: [] };
  }

  private async write(): Promise<void> {
    const { open, last, span } = this;
    this.stop();
    if (!open || !last || span === undefined) return;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeSegment(join(this.folder, nameOf(span)), { ...open, last: last.position.toString(), lastId: last.id });
    } catch {
      // A disk that takes no more costs nothing but time: the store has it all.
      this.broken = true;
    }
  }
}
