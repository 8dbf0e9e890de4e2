import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from './stage';

/** A bar where a person looks on, else a line for every tenth part. */
export const progressOn = (stream: NodeJS.WriteStream): Progress => (stream.isTTY ? new Bar(stream) : new Lines(stream));

class Bar implements Progress {
  readonly #bar: SingleBar;

  constructor(stream: NodeJS.WriteStream) {
    const format = '演示 {bar} {percentage}% | {value}/{total} 条命令 commands | {day}';
    this.#bar = new SingleBar({ stream, format, hideCursor: true, fps: 10 }, Presets.shades_classic);
  }

  start(total: number): void {
    this.#bar.start(total, 0, { day: '' });
  }

  advance(day: string): void {
    this.#bar.increment({ day });
  }

  stop(): void {
    this.#bar.stop();
  }
}

const PARTS = 10;

class Lines implements Progress {
  #total = 0;
  #done = 0;

  constructor(private readonly stream: NodeJS.WritableStream) {}

  start(total: number): void {
    this.#total = total;
    this.#say(`演示：共 ${total} 条命令 Demonstration: ${total} commands`);
  }

  advance(day: string): void {
    const before = this.#part();
    this.#done++;
    if (this.#part() > before) this.#say(`演示 ${this.#part() * PARTS}% | ${this.#done}/${this.#total} | ${day}`);
  }

  stop(): void {
    this.#say(`演示：已完成 ${this.#done} 条 Demonstration: ${this.#done} done`);
  }

  #part(): number {
    return Math.floor((this.#done * PARTS) / this.#total);
  }

  #say(line: string): void {
    this.stream.write(`${line}\n`);
  }
}
