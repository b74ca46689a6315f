import {
  type ClientDeps,
  createSwitchboardClient,
  type SwitchboardClient,
} from '../client/switchboard-client.ts';

/** What the front door needs for batches of contacts. */
export type BatchClientDeps = Pick<
  ClientDeps,
  'agents' | 'laneTable' | 'journal' | 'lanes' | 'cipher' | 'signer' | 'now'
>;

/** The front door for batches of contacts that carry no personal data, and for nothing else: what serves other commands refuses. */
export const createBatchClient = (deps: BatchClientDeps): SwitchboardClient =>
  createSwitchboardClient({
    ...deps,
    allowPlainContext: false,
    conversations: { write: refuse },
    campaigns: { serve: refuse },
    customers: { get: refuse, put: refuse, suppress: refuse },
    recordLane: { send: refuse },
  });

const refuse = async (): Promise<never> => {
  throw new TypeError('campaigns: their master sends contacts only');
};
