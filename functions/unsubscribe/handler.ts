import { createUnsubscribeHandler } from '../../shared/runtime/create-unsubscribe-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openCustomers } from '../../shared/runtime/open-customers.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv(
  'STAGE',
  'JOURNAL_TABLE',
  'JOURNAL_RETENTION_DAYS',
  'CUSTOMERS_TABLE',
  'KEYS_TABLE',
  'BRANCH_KEY_ID',
);
const { customers, signer } = openCustomers(env);

/** Takes the opt-outs of those who follow the link of an e-mail. */
export const handler = createUnsubscribeHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, function: 'unsubscribe' },
  customers,
  signer,
  journal: openJournal(env),
});
