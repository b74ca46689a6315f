import { type ClientDeps, createSwitchboardClient, type SwitchboardClient } from './switchboard-client.ts';

/** What the front door needs for contacts. */
export type ContactClientDeps = Pick<
  ClientDeps,
  'agents' | 'laneTable' | 'journal' | 'lanes' | 'timers' | 'cipher' | 'signer' | 'now'
>;

/**
 * The front door for contacts and batches of them that carry no personal data in the clear, and for nothing else: what serves
 * other commands refuses.
 */
export const createContactClient = (deps: ContactClientDeps): SwitchboardClient =>
  createSwitchboardClient({
    ...deps,
    allowPlainContext: false,
    conversations: { write: refuse },
    campaigns: { serve: refuse },
    customers: { get: refuse, put: refuse, suppress: refuse },
    recordLane: { send: refuse },
    choreLane: { send: refuse },
  });

const refuse = async (): Promise<never> => {
  throw new TypeError('this client sends contacts only');
};
