import { Message } from 'google-protobuf';
import { decodeBase64Natively } from './native-base64';

it('gives protobuf the bytes that its own decoding gives', () => {
  const texts = ['', '民', '民情', '民情 ledger', 'x'.repeat(20_000)].map((text) => Buffer.from(text).toString('base64'));
  const own = texts.map((text) => Message.bytesAsU8(text));
  decodeBase64Natively();
  const native = texts.map((text) => Message.bytesAsU8(text));
  expect(native).toEqual(own);
  // What was decoded by Node is a view of its pool; what protobuf decodes itself fills a buffer of its own.
  expect(native[1]!.buffer.byteLength).toBeGreaterThan(own[1]!.buffer.byteLength);
});
