import type { TokenSigner } from '../security/token-signer.ts';

/** Whose e-mails a link ends, and the command whose mail it was in. */
export type Unsubscribing = { readonly customerId: string; readonly commandId: string };

/** Signed for nothing else: a token of another purpose ends no messages. */
const PURPOSE = 'unsubscribe/email';

/** The link of one e-mail: the base and a token that holds two ids. */
export const unsubscribeUrlOf = async (
  { customerId, commandId }: Unsubscribing,
  baseUrl: string,
  signer: Pick<TokenSigner, 'sign'>,
): Promise<string> => `${baseUrl}${await signer.sign(PURPOSE, `${customerId} ${commandId}`)}`;

/** Whom a link's token is about; `undefined` for one that we did not sign. Throws `CustomersUnavailableError`. */
export const readUnsubscribeToken = async (
  token: string,
  signer: Pick<TokenSigner, 'verify'>,
): Promise<Unsubscribing | undefined> => {
  const [customerId, commandId, ...rest] = (await signer.verify(PURPOSE, token))?.split(' ') ?? [];
  return customerId && commandId && rest.length === 0 ? { customerId, commandId } : undefined;
};
