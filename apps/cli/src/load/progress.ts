import { Presets, SingleBar } from 'cli-progress';
import type { Extent, Written } from './write-history';

/** Shows how far a load is: a bar where a person looks on, else a line for every tenth part. */
export interface LoadProgress {
  advance(written: Written): void;
  stop(): void;
}

const share = ({ facts, days }: Written, extent: Extent): number =>
  Math.min(1, Math.max(facts / (extent.facts ?? Infinity), days / (extent.days ?? Infinity)));

export const progressOn = (stream: NodeJS.WriteStream, extent: Extent): LoadProgress =>
  stream.isTTY ? barOn(stream, extent) : linesOn(stream, extent);

const PARTS = 1000;

const barOn = (stream: NodeJS.WriteStream, extent: Extent): LoadProgress => {
  const format = '载入 {bar} {percentage}% | {facts} 条事实 facts | {day} | {rate}/s';
  const bar = new SingleBar({ stream, format, hideCursor: true, fps: 5 }, Presets.shades_classic);
  const started = performance.now();
  bar.start(PARTS, 0, { facts: 0, day: '', rate: 0 });
  return {
    advance: (written) => {
      const rate = Math.round((written.handedOver * 1000) / (performance.now() - started));
      bar.update(Math.floor(share(written, extent) * PARTS), { facts: written.facts, day: written.day, rate });
    },
    stop: () => bar.stop(),
  };
};

const linesOn = (stream: NodeJS.WritableStream, extent: Extent): LoadProgress => {
  let told = 0;
  return {
    advance: (written) => {
      const tenths = Math.floor(share(written, extent) * 10);
      if (tenths > told) stream.write(`载入 ${tenths * 10}% | ${written.facts} 条事实 facts | ${written.day}\n`);
      told = tenths;
    },
    stop: () => undefined,
  };
};
