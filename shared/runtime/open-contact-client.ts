import { type ContactClientDeps, createContactClient } from '../client/contact-client.ts';
import type { SwitchboardClient } from '../client/switchboard-client.ts';
import { SqsLaneSender, type SqsLaneSenderOptions } from '../lanes/adapters/sqs-lane-sender.ts';
import type { LargeBodies } from '../lanes/large-bodies.ts';
import { sqsClient } from './aws-clients.ts';
import { largeBodyVariables } from './open-large-bodies.ts';
import { systemPorts } from './system-ports.ts';

/** The variables that functions ask for which send contacts by the front door in their own process. */
export const contactVariables = [
  'STAGE',
  'JOURNAL_TABLE',
  'JOURNAL_RETENTION_DAYS',
  'LANE_URLS',
  'CUSTOMERS_TABLE',
  'KEYS_TABLE',
  'BRANCH_KEY_ID',
  'STATE_TABLE',
  ...largeBodyVariables,
] as const;

/** Opens the front door for contacts; without `largeBodies` one that no queue takes is not sent: `TOO_LARGE`. */
export const openContactClient = (
  env: { readonly LANE_URLS: SqsLaneSenderOptions['laneUrls'] },
  {
    largeBodies,
    ...stores
  }: Omit<ContactClientDeps, 'lanes' | 'now'> & { readonly largeBodies?: Pick<LargeBodies, 'put'> },
): SwitchboardClient => {
  const queues = { ...systemPorts, client: sqsClient(), laneUrls: env.LANE_URLS };
  return createContactClient({
    ...systemPorts,
    ...stores,
    lanes: new SqsLaneSender({ ...queues, largeBodies }),
  });
};
