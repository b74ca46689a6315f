import { createHash } from 'node:crypto';
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
export const fingerprintOf = async (message: Command, signer: Pick<TokenSigner, 'sign'>): Promise<string> => {
  const text = canonical({ ...message, ...volatile, command: withoutCiphertext(message.command) });
  const hash = createHash('sha256').update(text).digest('base64url');
  return (await signer.sign(PURPOSE, hash)).split('.')[1] ?? '';
};

const withoutCiphertext = (command: Command['command']) => {
  const { context } = command;
  if (context === undefined) return command;
  const { customerData, conversationHistory } = context;
  return {
    ...command,
    context: {
      ...context,
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
