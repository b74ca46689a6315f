import * as z from 'zod';
import type { Attempt, Channel, ChannelOutcome } from '../channel.ts';
import type { MessageContent } from '../message-content.ts';
import { problemOfProviderUrl } from '../provider-url.ts';
import { outcomeOf, retryAfterMsOf } from './outcome-of-failure.ts';

export type HttpChannelOptions = {
  /** Where messages are posted: HTTPS, or this machine. */
  readonly url: string;
  /** Milliseconds until an unanswered call counts as unknown. */
  readonly timeoutMs: number;
  /** The service takes an `Idempotency-Key` once, and answers a repeat as it answered first. @default false */
  readonly idempotent?: boolean | undefined;
};

/** What a provider answers to a message that it took. */
const answerSchema = z.looseObject({ messageId: z.string().min(1).max(256) });

/**
 * Messages by any service that takes a JSON document by POST: `{ commandId, attempt, from, to, text }`, answered by
 * `{ "messageId": "…" }`. `Idempotency-Key` names the attempt, so that a service which knows it takes none twice; where the
 * service is declared to be idempotent, all attempts of a command ask for the message of the first.
 */
export class HttpChannel implements Channel<MessageContent> {
  readonly idempotent: boolean;
  readonly #options: HttpChannelOptions;

  /** Throws when the URL cannot be a provider's. */
  constructor(options: HttpChannelOptions) {
    const problem = problemOfProviderUrl(options.url);
    if (problem !== undefined) throw new Error(`CHANNEL_URL ${problem}`);
    this.#options = options;
    this.idempotent = options.idempotent ?? false;
  }

  async send(content: MessageContent, attempt: Attempt): Promise<ChannelOutcome> {
    const { url, timeoutMs } = this.#options;
    const asked = this.idempotent ? { ...attempt, attempt: 1 } : attempt;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: headersOf(asked),
        body: JSON.stringify({ ...asked, ...content }),
        // What another address would do with the message nobody has said.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return answer.ok ? await readAnswer(answer) : await refusalOf(answer);
    } catch (error) {
      return outcomeOf(readError(error));
    }
  }
}

const headersOf = ({ commandId, attempt }: Attempt): Record<string, string> => ({
  'content-type': 'application/json',
  accept: 'application/json',
  'idempotency-key': `${commandId}/${attempt}`,
  // A kept connection can end while the function is frozen, and a message lost on it would count as UNKNOWN.
  connection: 'close',
});

const readAnswer = async (answer: Response): Promise<ChannelOutcome> => {
  const text = await answer.text();
  const parsed = answerSchema.safeParse(parseText(text));
  return parsed.success
    ? { kind: 'accepted', providerMessageId: parsed.data.messageId }
    : { kind: 'unknown', cause: 'ANSWER_WITHOUT_ID' };
};

const parseText = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The answer's own words are thrown away: they can quote the customer. */
const refusalOf = async ({ status, headers, body }: Response): Promise<ChannelOutcome> => {
  await body?.cancel();
  return outcomeOf({
    name: `HTTP_${status}`,
    status,
    retryAfterMs: retryAfterMsOf(headers.get('retry-after')),
  });
};

/** `fetch` throws a time-out as it is, and wraps what became of the connection. */
const readError = (error: unknown): { readonly name: string; readonly code?: string | undefined } => {
  if (!(error instanceof Error)) return { name: 'NotAnError' };
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return { name: error.name, code: typeof code === 'string' ? code : undefined };
};
