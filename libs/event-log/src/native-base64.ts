import { Message } from 'google-protobuf';

/**
 * The client hands an event's bytes to protobuf as base64 and has each event encoded twice; protobuf decodes base64
 * letter by letter. Done by Node, the same bytes come out, and encoding an event takes a fifth of the time.
 */
export const decodeBase64Natively = (): void => {
  Message.bytesAsU8 = (bytes: string | Uint8Array): Uint8Array => {
    if (typeof bytes !== 'string') return bytes;
    const { buffer, byteOffset, length } = Buffer.from(bytes, 'base64');
    return new Uint8Array(buffer, byteOffset, length);
  };
};
