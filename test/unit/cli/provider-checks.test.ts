import { describe, expect, it } from 'vitest';
import { type ProviderChecksAsked, providerChecks } from '../../../cli/checks/provider-checks.ts';
import { doctorOutcome } from '../../../cli/commands/doctor.ts';
import { agents } from '../../../config/agents.ts';
import { stages } from '../../../config/stages.ts';

type Answers = { readonly account?: object; readonly identities?: Readonly<Record<string, object>> };

/** SES as far as `doctor` asks it. */
const aSes = ({ account = {}, identities = {} }: Answers) => {
  const send = async ({ input }: { readonly input: { readonly EmailIdentity?: string } }) => {
    if (input.EmailIdentity === undefined) return account;
    const identity = identities[input.EmailIdentity];
    if (identity === undefined) throw Object.assign(new Error('none'), { name: 'NotFoundException' });
    return identity;
  };
  return { send } as unknown as ProviderChecksAsked['ses'];
};

const look = (answers: Answers, inboundMailDomain?: string) =>
  providerChecks({
    target: { name: 'prod', running: undefined },
    agents,
    stage: { ...stages.prod, ...(inboundMailDomain === undefined ? {} : { inboundMailDomain }) },
    ses: aSes(answers),
  });
const stateOf = (checks: Awaited<ReturnType<typeof look>>, name: RegExp) =>
  checks.filter((check) => name.test(check.name)).map(({ state }) => state);

const ready = { ProductionAccessEnabled: true, SendingEnabled: true, SendQuota: { MaxSendRate: 14 } };
const verified = { VerifiedForSendingStatus: true, DkimAttributes: { Status: 'SUCCESS' } };

describe('doctor on an AWS stage', () => {
  it('is content when SES sends for the senders’ domain, and names what it cannot see', async () => {
    const checks = await look({ account: ready, identities: { 'switchboard.example': verified } });

    expect(stateOf(checks, /^SES/)).toEqual(['ok', 'ok', 'ok']);
    expect(checks.filter(({ state }) => state === 'by hand').map(({ name }) => name)).toEqual([
      'End User Messaging account',
      'phone numbers',
      'two-way SMS',
    ]);
    expect(doctorOutcome(checks)).toMatchObject({
      exit: 'OK',
      lines: expect.arrayContaining([
        expect.stringMatching(/^\? +phone numbers .* docs\/deploy\.md, step 6$/),
      ]),
    });
  });

  it('takes an address that is verified itself, and no other one', async () => {
    const checks = await look({ account: ready, identities: { 'notices@switchboard.example': verified } });

    expect(stateOf(checks, /identity of notices@/)).toEqual(['ok']);
    expect(stateOf(checks, /identity of service@/)).toEqual(['failed']);
  });

  it.each([
    ['is in the sandbox', { ...ready, ProductionAccessEnabled: false }],
    ['may not send', { ...ready, SendingEnabled: false }],
  ])('fails while the account %s', async (_, account) => {
    const checks = await look({ account, identities: { 'switchboard.example': verified } });

    expect(stateOf(checks, /production access/)).toEqual(['failed']);
    expect(doctorOutcome(checks).exit).toBe('FAILED');
  });

  it('asks for the MX record and the rule set where the stage receives mail', async () => {
    const checks = await look({ account: ready }, 'reply.example.com');

    expect(checks.find(({ name }) => name === 'inbound mail')?.found).toContain('reply.example.com');
  });
});
