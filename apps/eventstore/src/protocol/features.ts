import { ProtoWriter } from '../wire/proto-writer';

/** The methods that the node offers, under their full gRPC names. */
export const PATHS = {
  read: '/event_store.client.streams.Streams/Read',
  append: '/event_store.client.streams.Streams/Append',
  batchAppend: '/event_store.client.streams.Streams/BatchAppend',
  delete: '/event_store.client.streams.Streams/Delete',
  tombstone: '/event_store.client.streams.Streams/Tombstone',
  serverFeatures: '/event_store.client.server_features.ServerFeatures/GetSupportedMethods',
  gossip: '/event_store.client.gossip.Gossip/Read',
} as const;

/** The version of the real server whose answers the node matches. */
export const MATCHED_VERSION = '24.6.0';

/** `SupportedMethods`: clients read from it that appends may be batched. */
export function supportedMethods(): Buffer {
  return new ProtoWriter(512)
    .frame((response) => {
      for (const path of Object.values(PATHS)) {
        const [, service = '', method = ''] = path.toLowerCase().split('/');
        response.message(1, (inner) => {
          inner.text(1, method).text(2, service);
          if (path === PATHS.read) inner.text(3, 'position').text(3, 'events');
        });
      }
      response.text(2, MATCHED_VERSION);
    })
    .finish();
}
