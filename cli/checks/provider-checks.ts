import { GetAccountCommand, GetEmailIdentityCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { AgentRegistry } from '../../shared/agents/agent-registry.ts';
import { addressInSender } from '../../shared/channels/email-address.ts';
import type { Stage } from '../../shared/lanes/stage.ts';
import { CliError } from '../cli-error.ts';
import type { Check } from '../format/format-checks.ts';
import type { StageTarget } from '../stage-target.ts';
import { runCheck } from './run-check.ts';

export type ProviderChecksAsked = {
  readonly target: StageTarget;
  readonly agents: AgentRegistry;
  readonly stage: Stage;
  readonly ses: Pick<SESv2Client, 'send'>;
};

/** Where the steps are told. */
const GUIDE = 'docs/deploy.md';

/** What a human has to arrange with the providers of a stage on AWS: asked of SES where it can tell, else named to be checked. */
export const providerChecks = async (asked: ProviderChecksAsked): Promise<readonly Check[]> => {
  const kinds = new Set(Object.values(asked.agents).map(({ provider }) => provider.kind));
  return [
    ...(kinds.has('ses') ? await sesChecks(asked) : []),
    ...(kinds.has('sms') || kinds.has('voice') ? messagingItems(kinds.has('sms')) : []),
  ];
};

const sesChecks = async ({ target, agents, stage, ses }: ProviderChecksAsked): Promise<readonly Check[]> => {
  const asked = [
    runCheck('SES production access', `ask for it: ${GUIDE}, step 3`, target, () => productionAccess(ses)),
    ...sendersOf(agents).map((address) =>
      runCheck(`SES identity of ${address}`, `verify its domain: ${GUIDE}, step 2`, target, () =>
        verifiedIdentity(address, ses),
      ),
    ),
  ];
  return [...(await Promise.all(asked)), ...inboundItems(stage)];
};

const productionAccess = async (ses: ProviderChecksAsked['ses']): Promise<string> => {
  const { ProductionAccessEnabled, SendingEnabled, SendQuota } = await ses.send(new GetAccountCommand({}));
  if (ProductionAccessEnabled !== true)
    throw new CliError('FAILED', 'The account is in the SES sandbox.', 'Only verified addresses get mail.');
  if (SendingEnabled !== true)
    throw new CliError('FAILED', 'SES has paused sending.', 'See the SES console.');
  return `${SendQuota?.MaxSendRate ?? 0} mails a second, ${SendQuota?.Max24HourSend ?? 0} a day`;
};

/** An address may be verified itself, or by its domain. */
const verifiedIdentity = async (address: string, ses: ProviderChecksAsked['ses']): Promise<string> => {
  for (const EmailIdentity of [address.split('@')[1] ?? '', address]) {
    const identity = await ses.send(new GetEmailIdentityCommand({ EmailIdentity })).catch(unlessMissing);
    if (identity?.VerifiedForSendingStatus === true)
      return `${EmailIdentity} is verified, DKIM ${identity.DkimAttributes?.Status ?? 'unknown'}`;
  }
  throw new CliError('FAILED', 'Neither the address nor its domain is verified.', 'SES refuses its mails.');
};

const unlessMissing = (error: unknown): undefined => {
  if (error instanceof Error && error.name === 'NotFoundException') return undefined;
  throw error;
};

const sendersOf = (agents: AgentRegistry): readonly string[] => {
  const senders = Object.values(agents)
    .filter(({ provider }) => provider.kind === 'ses')
    .flatMap(({ identities }) => Object.values(identities));
  return [...new Set(senders.flatMap(({ sender }) => addressInSender(sender) ?? []))];
};

const inboundItems = ({ inboundMailDomain }: Stage): readonly Check[] =>
  inboundMailDomain === undefined
    ? []
    : [byHand('inbound mail', `${inboundMailDomain}: MX record, active receipt rule set`, 4)];

const messagingItems = (sendsTexts: boolean): readonly Check[] => [
  byHand('End User Messaging account', 'out of its sandbox, spending limits for texts and calls', 5),
  byHand('phone numbers', 'the ids in config/agents.ts are numbers of this account, registered', 6),
  ...(sendsTexts ? [byHand('two-way SMS', 'on for the number, to the topic of this stage', 7)] : []),
];

const byHand = (name: string, found: string, step: number): Check => ({
  name,
  state: 'by hand',
  found,
  fix: `check it: ${GUIDE}, step ${step}`,
});
