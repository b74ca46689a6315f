import type { Command } from '../messages/command.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';

/** The fields of `command.context` that hold personal data. */
const personalFields = ['customerData', 'conversationHistory'] as const;

type Message = Pick<Command, 'command'>;

/** The path of the first personal field that stands in the clear; `undefined` where none does. */
export const findPlainField = ({ command }: Message): string | undefined => {
  const field = personalFields.find((name) => isPlain(command.context?.[name]));
  return field && `command.context.${field}`;
};

/**
 * The message with its personal fields encrypted under its customer's key; what is encrypted already stays, and a message
 * without any is given back as it is. Throws `CustomersUnavailableError`.
 */
export const encryptPlainFields = async <M extends Message>(
  message: M,
  customerId: string,
  cipher: Pick<PersonalCipher, 'encrypt'>,
): Promise<M> => {
  const { context } = message.command;
  const plain = personalFields.filter((name) => isPlain(context?.[name]));
  if (plain.length === 0) return message;
  const encrypted = await Promise.all(
    plain.map(async (name) => [name, await cipher.encrypt(customerId, context?.[name])] as const),
  );
  return {
    ...message,
    command: { ...message.command, context: { ...context, ...Object.fromEntries(encrypted) } },
  };
};

const isPlain = (value: unknown): boolean => value !== undefined && typeof value !== 'string';
