import { ProtoWriter } from '../wire/proto-writer';

const LEADER = 8;

/** `ClusterInfo` of a cluster of one, which leads. */
export function clusterOfOne(instanceId: string, { host, port }: { readonly host: string; readonly port: number }, now: number): Buffer {
  return new ProtoWriter(128)
    .frame((response) =>
      response.message(1, (member) => {
        member.message(1, (id) => id.text(2, instanceId));
        member
          .number(2, now * 10_000)
          .number(3, LEADER)
          .number(4, 1);
        member.message(5, (endPoint) => endPoint.text(1, host).number(2, port));
      }),
    )
    .finish();
}
