import { setTimeout as pause } from 'node:timers/promises';
import { credentials } from './credentials.ts';
import {
  kindOfFailure,
  type Metadata,
  metadataOf,
  type Refusal,
  serviceError,
  unreadable,
} from './service-error.ts';
import { basicTime, createSigner, type Signable, sha256 } from './signature.ts';
import {
  createTransport,
  type HttpAnswer,
  type HttpRequest,
  type Timeouts,
  type Transport,
} from './transport.ts';

/** A service of AWS, as far as a client must know it. */
export type Service = {
  /** What its host begins with. */
  readonly host: string;
  /** The name that requests are signed for. */
  readonly signingName: string;
  /** Of the variable `AWS_ENDPOINT_URL_<variable>`. */
  readonly variable: string;
  /** Calls for one command at most. @default 3 */
  readonly maxAttempts?: number;
  /** Milliseconds that the first wait is below. @default 50 */
  readonly baseDelayMs?: number;
  /** Whether the hash of a body is sent as a header too, as S3 asks for. */
  readonly sendsBodyHash?: true;
  /** Reads a refusal. */
  readonly refusalOf: (answer: HttpAnswer) => Refusal;
};

/** A call of a service, ready to be sent. */
export type Call<Output extends object> = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly outputOf: (answer: HttpAnswer) => Output;
};

/** A command of a service: `call` is asked once, however often it is sent. */
export type Command<Input, Output extends object> = { readonly input: Input; call(): Call<Output> };

/** Those of the SDK's settings that functions give; everything else is Lambda's environment. */
export type ClientOptions = {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly maxAttempts?: number | undefined;
  readonly forcePathStyle?: true;
  readonly requestHandler?: Timeouts | undefined;
};

/**
 * Lambda drops idle connections of a frozen environment, which only the next request finds out (aws/aws-sdk-js-v3 issue 1196). Where
 * that is not repeated, nobody would know whether it was served; servers keep an idle connection for longer than this.
 */
const IDLE_MS = 15_000;
const MOST_DELAY_MS = 20_000;
const THROTTLED_DELAY_MS = 1000;
/** What a client may spend on retries while nothing succeeds, so that they never multiply an outage; figures of the SDK. */
const RETRY_CAPACITY = 500;
const COST = { passing: 14, throttling: 5 };

/** Makes the client class of a service, as far as functions use the SDK's: `send`, `destroy`, and `config` for signing by others. */
export const clientOf = (service: Service) =>
  class {
    readonly config: {
      readonly region: () => Promise<string>;
      readonly signer: Signer;
      readonly host: string;
    };
    readonly #attempts: number;
    readonly #sign: ReturnType<typeof createSigner>;
    readonly #transport: Transport;
    #capacity = RETRY_CAPACITY;

    constructor({ region = regionOf(), endpoint, maxAttempts, requestHandler = {} }: ClientOptions = {}) {
      const url = new URL(endpoint ?? endpointOf(service, region));
      this.#attempts = maxAttempts ?? service.maxAttempts ?? 3;
      this.#sign = createSigner({ service: service.signingName, region });
      this.#transport = createTransport(url, {
        ...(this.#attempts === 1 ? { idleTimeout: IDLE_MS } : {}),
        ...requestHandler,
      });
      this.config = { region: async () => region, signer: { sign: signForOthers }, host: url.host };
    }

    destroy(): void {
      this.#transport.close();
    }

    /** Throws an error with the name, the status and the fields that the service gave, or what the transport throws. */
    async send<Output extends object>(
      command: Command<unknown, Output>,
      { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
    ): Promise<Output & { readonly $metadata: Metadata }> {
      const call = command.call();
      const bodyHash = sha256(call.body);
      for (let attempt = 1; ; attempt += 1) {
        try {
          const answer = await this.#transport.exchange(this.#signed(call, bodyHash), abortSignal);
          if (answer.status >= 300) throw serviceError(service.refusalOf(answer), answer);
          this.#capacity = Math.min(RETRY_CAPACITY, this.#capacity + 1);
          return Object.assign(read(call, answer), { $metadata: metadataOf(answer, attempt) });
        } catch (error) {
          const delayMs = this.#delayOf(error, attempt);
          if (delayMs === undefined) throw told(error, attempt);
          await pause(delayMs, undefined, { signal: abortSignal });
        }
      }
    }

    #signed({ method, path, headers: own, body }: Call<object>, bodyHash: string): HttpRequest {
      const headers: Record<string, string> = { ...own, host: this.config.host };
      if (service.sendsBodyHash) headers['x-amz-content-sha256'] = bodyHash;
      authorise(this.#sign, { method, path, headers, bodyHash });
      headers['content-length'] = String(Buffer.byteLength(body));
      return { method, path, headers, body };
    }

    /** Milliseconds until the next call; `undefined` where none follows. */
    #delayOf(error: unknown, attempt: number): number | undefined {
      const kind = kindOfFailure(error);
      if (kind === 'final' || attempt >= this.#attempts || this.#capacity < COST[kind]) return undefined;
      this.#capacity -= COST[kind];
      const base = kind === 'throttling' ? THROTTLED_DELAY_MS : (service.baseDelayMs ?? 50);
      return Math.random() * Math.min(MOST_DELAY_MS, base * 2 ** (attempt - 1));
    }
  };

/** Signs what is not sent by a client; the SDK's signers take the same. */
type Signer = { readonly sign: typeof signForOthers };
type Unsigned = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
};

const signForOthers = async <Request extends Unsigned>(
  request: Request,
  { signingService, signingRegion }: { readonly signingService: string; readonly signingRegion: string },
): Promise<Request> => {
  const { method, path } = request;
  const headers: Record<string, string> = { ...request.headers };
  const bodyHash = headers['x-amz-content-sha256'] ?? sha256('');
  const sign = createSigner({ service: signingService, region: signingRegion });
  authorise(sign, { method, path, headers, bodyHash });
  return { ...request, headers };
};

/** Puts into the headers when, for whom and by whose signature they are sent. */
const authorise = (
  sign: ReturnType<typeof createSigner>,
  request: Signable & { readonly headers: Record<string, string> },
): void => {
  const held = credentials();
  const time = basicTime(Date.now());
  request.headers['x-amz-date'] = time;
  if (held.sessionToken !== undefined) request.headers['x-amz-security-token'] = held.sessionToken;
  request.headers['authorization'] = sign(request, held, time);
};

const read = <Output extends object>({ outputOf }: Call<Output>, answer: HttpAnswer): Output => {
  try {
    return outputOf(answer);
  } catch {
    throw unreadable(answer);
  }
};

/** How many calls were made is told with the last error, as the SDK does. */
const told = (error: unknown, attempts: number): unknown => {
  if (error instanceof Error) {
    const failed = error as Error & { $metadata?: Partial<Metadata> };
    failed.$metadata = { ...failed.$metadata, attempts };
  }
  return error;
};

const regionOf = (): string => {
  // biome-ignore lint/style/noProcessEnv: Lambda's own variable
  const { AWS_REGION } = process.env;
  if (!AWS_REGION) throw new Error('AWS_REGION: must be set');
  return AWS_REGION;
};

const endpointOf = ({ host, variable }: Service, region: string): string => {
  // biome-ignore lint/style/noProcessEnv: the variables by which every AWS SDK is sent to another endpoint
  const given = process.env[`AWS_ENDPOINT_URL_${variable}`] || process.env['AWS_ENDPOINT_URL'];
  if (given) return given;
  return `https://${host}.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
};
