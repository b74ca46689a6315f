import { readFile } from 'node:fs/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { CampaignDefinition } from '../../shared/campaigns/campaign-definition.ts';
import { campaignAggregate } from '../../shared/campaigns/campaign-ids.ts';
import { checkDefinition, type DefinitionRules } from '../../shared/campaigns/check-definition.ts';
import { commandAggregate, eventIdOf } from '../../shared/journal/command-facts.ts';
import type { Issue } from '../../shared/messages/parse-message.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';
import { CliError } from '../cli-error.ts';
import { putOnBus } from '../delivery/put-on-bus.ts';
import { formatIssue } from '../format/format-timeline.ts';
import { readDocuments } from '../input/read-documents.ts';
import type { Outcome } from '../outcome.ts';
import type { StageAccess } from '../stage-access.ts';

const POLL_MS = 300;
const ANSWER_MS = 60_000;

export type DefinitionAsked = {
  /** The definition: a path, or `-` for standard input. */
  readonly file: string;
  readonly readStdin: () => Promise<Buffer>;
  /** A `.csv` or `.jsonl` file of customers that takes the place of the definition's audience. */
  readonly audience?: string | undefined;
};

/** `campaign check`: every rule that a definition breaks. */
export const checkCampaign = async (rules: DefinitionRules, asked: DefinitionAsked): Promise<Outcome> => {
  const checked = await checkDefinition(await readDefinition('check', asked), rules);
  if (!checked.ok) return rejected(checked.issues);
  const steps = checked.value.steps.map(({ step, channel }) => `${step} (${channel})`).join(', ');
  return { exit: 'OK', json: { issues: [] }, lines: [`The definition is good: ${steps}.`] };
};

/** `campaign start`: checks a definition, brings its audience to the stage and gives the order. */
export const startCampaign = async (
  access: StageAccess,
  rules: DefinitionRules,
  campaignId: string,
  asked: DefinitionAsked,
): Promise<Outcome> => {
  const checked = await checkDefinition(await readDefinition(campaignId, asked), rules);
  if (!checked.ok) return rejected(checked.issues);
  const { file } = checked.value.audience;
  if (asked.audience !== undefined && file !== undefined) await upload(access, asked.audience, file);
  return orderCampaign(access, 'START_CAMPAIGN', campaignId, checked.value);
};

/** Gives the order of a campaign by the bus, and waits until the coordinator has done it, or says why not. */
export const orderCampaign = async (
  access: StageAccess,
  type: 'START_CAMPAIGN' | 'PAUSE_CAMPAIGN' | 'RESUME_CAMPAIGN' | 'CANCEL_CAMPAIGN',
  campaignId: string,
  campaign?: CampaignDefinition,
): Promise<Outcome> => {
  const messageId = systemPorts.newId();
  const document = {
    messageId,
    messageType: 'COMMAND',
    timestamp: new Date().toISOString(),
    source: 'switchboard-cli',
    target: 'agent-coordinator',
    command: { type, campaignId, ...(campaign === undefined ? {} : { campaign }) },
  };
  const [busName = ''] = await access.parameters([access.names.busName]);
  const [delivery] = await putOnBus([document], busName, { ...systemPorts, client: access.bus });
  if (delivery?.status !== 'PUT')
    throw new CliError('FAILED', 'The bus did not take the order.', 'Try again.');
  return answerTo(access, messageId, campaignId, type);
};

const answerTo = async (
  access: StageAccess,
  messageId: string,
  campaignId: string,
  type: string,
): Promise<Outcome> => {
  const journal = await access.journal();
  const end = Date.now() + ANSWER_MS;
  while (Date.now() < end) {
    const facts = await journal.read(commandAggregate(messageId));
    const issues = facts.flatMap(({ body }) => ('issues' in body ? (body.issues ?? []) : []));
    if (issues.length > 0) return rejected(issues);
    if (facts.some((fact) => fact.type === 'performed')) {
      const done = type.replace('_CAMPAIGN', '').toLowerCase();
      return {
        exit: 'OK',
        json: { campaignId, commandId: messageId },
        lines: [`${campaignId}: ${done} is done.`],
      };
    }
    await systemPorts.sleep(POLL_MS);
  }
  const advice = `Look later: command status ${messageId}, campaign status ${campaignId}.`;
  throw new CliError('FAILED', 'The coordinator has not answered yet.', advice);
};

const rejected = (issues: readonly Issue[]): Outcome => ({
  exit: 'REJECTED',
  json: { issues },
  lines: ['REJECTED', ...issues.map((issue) => `  ${formatIssue(issue)}`)],
});

const readDefinition = async (
  campaignId: string,
  { file, readStdin, audience }: DefinitionAsked,
): Promise<unknown> => {
  const [document] = await readDocuments(file, readStdin);
  if (audience === undefined || typeof document !== 'object' || document === null) return document;
  return { ...document, audience: { file: keyOf(campaignId, audience) } };
};

/** The same for the same campaign: starting it again brings the same file. */
const keyOf = (campaignId: string, audience: string): string => {
  const kind = /\.(csv|jsonl)$/.exec(audience)?.[0];
  if (kind === undefined) {
    throw new CliError('USAGE', 'The audience is neither CSV nor JSON lines.', 'Name it .csv or .jsonl.');
  }
  return `campaigns/${eventIdOf({ aggregate: campaignAggregate(campaignId), key: 'audience' })}${kind}`;
};

const upload = async (access: StageAccess, path: string, Key: string): Promise<void> => {
  const [Bucket = ''] = await access.parameters([access.names.largeBodiesBucketName]);
  const Body = await readFile(path).catch((cause: unknown) => {
    throw new CliError('REJECTED', `The file ${path} cannot be read.`, 'Check the path.', { cause });
  });
  await access.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
};
