import { binaryEvent } from '@eventstore/db-client';
import { append, client, events, listen, newStream, present, read, recorded, useServer } from './server';

/** Events of type `$>` point at another event. */
useServer();

function link(to: string) {
  return binaryEvent({ type: '$>', data: Buffer.from(to) });
}

async function linked(): Promise<{ target: string; links: string }> {
  const [target, links] = [newStream(), newStream()];
  await append(target, events(3));
  await append(links, [link(`2@${target}`), link(`0@${target}`)]);
  return { target, links };
}

test('resolved: the event that is pointed at, together with the link', async () => {
  const { target, links } = await linked();
  const found = await read(links, { resolveLinkTos: true });
  expect(found.map(({ event, link }) => [event?.streamId, event?.revision, link?.streamId, link?.revision])).toEqual([
    [target, 2n, links, 0n],
    [target, 0n, links, 1n],
  ]);
});

test('not resolved: the link itself', async () => {
  const { links } = await linked();
  const [first] = await read(links);
  expect(present(first).link).toBeUndefined();
  expect(recorded(present(first))).toMatchObject({ streamId: links, type: '$>' });
});

test('a subscription resolves them too', async () => {
  const { target, links } = await linked();
  const { until, stop } = listen(client().subscribeToStream(links, { resolveLinkTos: true }));
  const { events: heard } = await until(({ events }) => events.length === 2);
  expect(heard.map(({ event }) => [event?.streamId, event?.revision])).toEqual([
    [target, 2n],
    [target, 0n],
  ]);
  await stop();
});

test('a link to nothing comes alone', async () => {
  const links = newStream();
  await append(links, link(`0@${newStream()}`));
  const [found] = await read(links, { resolveLinkTos: true });
  expect(present(found).event).toBeUndefined();
  expect(present(found).link?.streamId).toBe(links);
});

test('a malformed link comes as the event that it is', async () => {
  const links = newStream();
  await append(links, link('nowhere'));
  const [found] = await read(links, { resolveLinkTos: true });
  expect(recorded(present(found))).toMatchObject({ streamId: links, type: '$>' });
});
