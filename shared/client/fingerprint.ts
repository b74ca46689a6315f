import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { WholeBatch } from '../messages/batch-message.ts';
import type { Command } from '../messages/command.ts';
import type { TokenSigner } from '../security/token-signer.ts';

const PURPOSE = 'fingerprint';

/** What a producer that sends a command again may make anew. */
const volatile = { timestamp: undefined, securityContext: undefined } as const;

/**
 * Tells a command's document from any other one, in 22 characters: the same for the same document, however its fields are
 * ordered. It is keyed, since it rests where no personal data may, and a plain hash of a name can be guessed. Left out are what
 * a repeat may make anew, and personal fields that come encrypted: each encryption is another text. Throws
 * `CustomersUnavailableError`.
 */
export const fingerprintOf = (message: Command, signer: Pick<TokenSigner, 'sign'>): Promise<string> =>
  fingerprint({ ...message, ...volatile, command: withoutCiphertext(message.command) }, signer);

/** The same of a batch. */
export const fingerprintOfBatch = (batch: WholeBatch, signer: Pick<TokenSigner, 'sign'>): Promise<string> => {
  const messages = batch.batchMessage.messages.map(withoutCiphertext);
  return fingerprint({ ...batch, ...volatile, batchMessage: { ...batch.batchMessage, messages } }, signer);
};

const fingerprint = async (document: object, signer: Pick<TokenSigner, 'sign'>): Promise<string> => {
  const hash = createHash('sha256').update(canonical(document)).digest('base64url');
  return (await signer.sign(PURPOSE, hash)).split('.')[1] ?? '';
};

const carrier = z.looseObject({ context: z.looseObject({}) });

const withoutCiphertext = (carrying: unknown): unknown => {
  const carried = carrier.safeParse(carrying).data;
  if (carried === undefined) return carrying;
  const { customerData, conversationHistory } = carried.context;
  return {
    ...carried,
    context: {
      ...carried.context,
      ...(typeof customerData === 'string' ? { customerData: 'JWE' } : {}),
      ...(typeof conversationHistory === 'string' ? { conversationHistory: 'JWE' } : {}),
    },
  };
};

/** JSON with the fields of each object by name. Documents are at most 32 levels deep here. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
