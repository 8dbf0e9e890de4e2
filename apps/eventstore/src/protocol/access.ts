import { createHash, timingSafeEqual } from 'node:crypto';
import { Call } from '../wire/call';
import { Method } from '../wire/grpc-server';
import { CallFailed, Status } from '../wire/status';

/** Lets a call through only with the right `authorization` header; without credentials to ask for, everybody. */
export function requireCredentials(credentials: { username: string; password: string } | undefined, method: Method): Method {
  if (!credentials) return method;
  const expected = digest(`Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`);
  return (call: Call) => {
    if (!timingSafeEqual(digest(call.headers.authorization ?? ''), expected)) {
      throw new CallFailed(Status.UNAUTHENTICATED, '用户名或口令不对。 Access denied.', { exception: 'access-denied' });
    }
    return method(call);
  };
}

/** Equal lengths, so that comparing tells nothing about the password. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
