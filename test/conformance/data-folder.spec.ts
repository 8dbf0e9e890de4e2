import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeOptions } from '../../apps/eventstore/src/options';
import { startNode } from '../../apps/eventstore/src/node';
import { startStore } from '../kit/store';
import { describeEmbedded } from './server';

/** One folder belongs to one node, and is only read by a node that knows its format. */
describeEmbedded('the data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minqing-folder-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const start = () => startNode(nodeOptions({ data: folder, port: 0 }));

  test('a second node is refused while the first lives, and welcome afterwards', async () => {
    const first = await startStore({ data: folder });
    await expect(start()).rejects.toThrow(new RegExp(`${folder}.*in use by another node`));
    await first.stop();
    await (await start()).stop();
  });

  test('a killed node leaves nothing in the way', async () => {
    const first = await startStore({ data: folder });
    await first.kill('SIGKILL');
    await (await start()).stop();
  });

  test('another format is refused, and left as it was', async () => {
    await (await start()).stop();
    const log = join(folder, 'events.log');
    const bytes = await readFile(log);
    bytes.write('99', 'minqing '.length);
    await writeFile(log, bytes);
    await expect(start()).rejects.toThrow(/has format 99/);
    await expect(start()).rejects.toThrow(/has format 99/);
    expect(await readFile(log)).toEqual(bytes);
  });

  test('the first format, one file of lmdb, is refused', async () => {
    await writeFile(join(folder, 'events.lmdb'), '');
    await expect(start()).rejects.toThrow(/has format 1/);
  });
});
