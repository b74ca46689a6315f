import { createSandboxClient } from '../../local/provider-sandbox/sandbox-client.ts';
import { CliError } from '../cli-error.ts';
import { formatMails } from '../format/format-mails.ts';
import type { Outcome } from '../outcome.ts';
import { runningStage, type StageTarget } from '../stage-target.ts';

/** `inbox list`: the mails that the local stage's provider sandbox took, newest last. The only command that shows content. */
export const listInbox = async (target: StageTarget, to: string | undefined): Promise<Outcome> => {
  if (target.name !== 'local') {
    const advice = 'Its mails are with the recipients; use --stage local.';
    throw new CliError('USAGE', `Stage ${target.name} has no provider sandbox.`, advice);
  }
  const mails = await createSandboxClient(runningStage(target).sandbox).inbox({ to });
  const inOrder = mails.toSorted((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt));
  return { exit: 'OK', json: { mails: inOrder }, lines: formatMails(inOrder) };
};
