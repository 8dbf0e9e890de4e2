import { randomUUID } from 'node:crypto';

export interface Reply {
  readonly status: number;
  /** JSON as it came. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfter: string | null;
}

export interface Ask {
  /** Who asks; absent: nobody in particular. */
  readonly token?: string | undefined;
  readonly key?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An api as its clients see it; rejects where nobody answers. */
export interface Http {
  /** Sends a command. */
  post(path: string, body: unknown, ask?: Ask): Promise<Reply>;
  get(path: string, ask?: Ask): Promise<Reply>;
}

interface Sent {
  readonly method?: 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** @param url root of the api, looked up for every request: it may have moved */
export const httpTo = (url: () => string): Http => {
  const ask = async (path: string, request: Sent, { token, signal }: Ask): Promise<Reply> => {
    const headers = { ...request.headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) };
    const response = await fetch(`${url()}${path}`, { ...request, headers, ...(signal && { signal }) });
    const body = (await response.json()) as Reply['body'];
    return { status: response.status, body, retryAfter: response.headers.get('Retry-After') };
  };
  return {
    post: (path, body, more = {}) =>
      ask(
        path,
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': more.key ?? randomUUID() },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        },
        more,
      ),
    get: (path, more = {}) => ask(path, {}, more),
  };
};
