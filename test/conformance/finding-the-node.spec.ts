import { EventStoreDBClient, persistentSubscriptionToStreamSettingsFromDefaults } from '@eventstore/db-client';
import { append, client, describeEmbedded, event, newStream, url, useServer } from './server';

useServer();

describeEmbedded('the embedded node', () => {
  const http = (path: string) => fetch(`http://${new URL(url()).host}${path}`);

  test('says that appends may be batched', async () => {
    const features = await Reflect.get(client(), 'capabilities');
    expect(features.serverVersion).toMatch(/^\d+\.\d+\.\d+/);
  });

  test('is found through gossip', async () => {
    const discovering = EventStoreDBClient.connectionString(url().replace('esdb:', 'esdb+discover:'));
    expect(await discovering.appendToStream(newStream(), event())).toMatchObject({ success: true });
    await discovering.dispose();
  });

  test('tells its health over HTTP on the same port', async () => {
    expect((await http('/health/live')).status).toBe(204);
    expect(await (await http('/info')).json()).toMatchObject({ esVersion: expect.any(String) });
    expect((await http('/streams/x')).status).toBe(404);
  });

  test('says of what it does not offer where to get it', async () => {
    const real = /KurrentDB/;
    await expect(
      client().createPersistentSubscriptionToStream(newStream(), 'group', persistentSubscriptionToStreamSettingsFromDefaults()),
    ).rejects.toThrow(real);
    await expect(client().createProjection('p', 'fromAll()')).rejects.toThrow(real);
  });

  test('refuses names and ids that cannot be stored, and goes on', async () => {
    await expect(append('', event())).rejects.toThrow(/stream name is empty/);
    await expect(append('$$', event())).rejects.toThrow(/no stream/);
    await expect(append('x'.repeat(1977), event())).rejects.toThrow(/longer than 1976 bytes/);
    await expect(append(newStream(), event(0, ''))).rejects.toThrow(/type is empty/);
    await expect(append(newStream(), { ...event(), id: 'no-uuid' })).rejects.toThrow(/not a UUID/);
    expect(await append('y'.repeat(1976), event())).toMatchObject({ success: true });
  });
});
