import { createHash } from 'node:crypto';

/** A request as the SDK's signer takes it; it answers with the headers that must go with it. */
type SignedRequest = {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
};

/** An SDK client of any service, as far as it lends its signer and its region. */
export type SigningClient = {
  readonly config: {
    readonly region: () => Promise<string>;
    readonly signer?: unknown;
  };
};

/** A request of a service of AWS for which a function opens no client. */
export type PlainRequest = {
  readonly method: 'GET' | 'PUT' | 'POST';
  /** Its path is percent-encoded, and it has no query. */
  readonly url: URL;
  readonly body?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
};

/** Sends a request signed for a service, by the credentials of a client of any other. Throws what `fetch` throws. */
export const signedFetch = async (
  client: SigningClient,
  signingService: string,
  { method, url, body, headers: own = {}, timeoutMs }: PlainRequest,
): Promise<Response> => {
  const request: SignedRequest = {
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: url.pathname,
    query: {},
    headers: { host: url.host, 'x-amz-content-sha256': hashOf(body), ...own },
  };
  const sign = await signerOf(client);
  const { headers } = await sign(request, { signingService, signingRegion: await client.config.region() });
  const { host: _, ...sent } = headers; // fetch sets it
  const signal = AbortSignal.timeout(timeoutMs);
  return fetch(url, { method, headers: sent, signal, ...(body === undefined ? {} : { body }) });
};

const hashOf = (body = ''): string => createHash('sha256').update(body).digest('hex');

type Sign = (
  request: SignedRequest,
  options: { readonly signingService: string; readonly signingRegion: string },
) => Promise<{ readonly headers: Record<string, string> }>;

/** SDK clients make their signer when it is asked for; the type of their settings does not say so. */
const signerOf = async ({ config }: SigningClient): Promise<Sign> => {
  const { signer } = config;
  const made: unknown = typeof signer === 'function' ? await signer() : signer;
  if (typeof made === 'object' && made !== null && 'sign' in made && typeof made.sign === 'function') {
    return made.sign.bind(made) as Sign;
  }
  throw new TypeError('signed requests: the client lends no signer');
};
