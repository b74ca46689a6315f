import { replySchema } from '../../local/provider-sandbox/replies/replies.ts';
import { CliError } from '../cli-error.ts';
import { openSandbox } from '../open-sandbox.ts';
import type { Outcome } from '../outcome.ts';
import type { StageTarget } from '../stage-target.ts';

/** `sandbox reply`: a recipient answers, as the channel's provider hands it to the stage. */
export const sendReply = async (target: StageTarget, asked: unknown): Promise<Outcome> => {
  const sandbox = openSandbox(target);
  const reply = replySchema.safeParse(asked);
  if (!reply.success) {
    const rules = reply.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new CliError(
      'USAGE',
      `This is no answer: ${rules.join('; ')}.`,
      'See switchboard sandbox reply --help.',
    );
  }
  await sandbox.reply(reply.data);
  return { exit: 'OK', json: { channel: reply.data.channel }, lines: ['The answer went to the stage.'] };
};
