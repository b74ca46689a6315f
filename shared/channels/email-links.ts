import { replyAddressOf } from '../receipts/reply-address.ts';
import type { TokenSigner } from '../security/token-signer.ts';
import { unsubscribeUrlOf } from '../unsubscribe/unsubscribe-link.ts';

/** What an e-mail carries so that its recipient's doings find back to customer and command. */
export type EmailLinks = { readonly unsubscribeUrl: string; readonly replyTo?: string | undefined };

export type EmailLinksDeps = {
  readonly signer: Pick<TokenSigner, 'sign'>;
  /** Where the function that takes opt-outs answers; ends with a slash. */
  readonly unsubscribeBaseUrl: string;
  /** The domain whose mail comes to us. @default answers go to the sender */
  readonly inboundDomain?: string | undefined;
};

/** Makes the links of one e-mail: different for each customer and command, and without an address in them. */
export const createEmailLinks =
  ({ signer, unsubscribeBaseUrl, inboundDomain }: EmailLinksDeps) =>
  async (customerId: string, commandId: string): Promise<EmailLinks> => {
    const [unsubscribeUrl, replyTo] = await Promise.all([
      unsubscribeUrlOf({ customerId, commandId }, unsubscribeBaseUrl, signer),
      inboundDomain === undefined ? undefined : replyAddressOf(commandId, inboundDomain, signer),
    ]);
    return { unsubscribeUrl, replyTo };
  };
