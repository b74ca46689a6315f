import { createEmailLinks } from '../../shared/channels/email-links.ts';
import { testSigner } from './test-signer.ts';

/** Links of e-mails, signed by a key of tests. */
export const testLinks = createEmailLinks({
  signer: testSigner(),
  unsubscribeBaseUrl: 'https://unsubscribe.example/',
  inboundDomain: 'reply.switchboard.example',
});
