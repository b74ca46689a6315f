import { describe, expect, it } from 'vitest';
import { agents } from '../../../config/agents.ts';
import { checkDefinition } from '../../../shared/campaigns/check-definition.ts';
import { threeChannels } from '../../support/campaign-world.ts';

const good = threeChannels(['cust-1']);
const [mail, text, call] = good.steps;
const withStep = (index: number, change: object) => ({
  ...good,
  steps: good.steps.with(index, Object.assign({}, good.steps[index], change)),
});
const window = { from: '09:00', until: '18:00', zone: 'Europe/Berlin' };
const withWindow = (change: object) => ({ ...good, windows: [{ ...window, ...change }] });
const next = { step: 'text', when: 'NO_REPLY', after: 'P1D' };

const check = (definition: unknown, prices: Record<string, number> = { email: 1, sms: 1, phone: 1 }) =>
  checkDefinition(definition, {
    agents,
    prices,
    templates: { get: async (templateId) => (templateId === 'none' ? undefined : ({ templateId } as never)) },
  });

const issuesOf = async (definition: unknown) => {
  const checked = await check(definition);
  return checked.ok ? [] : checked.issues.map(({ path, rule }) => `${path} ${rule}`);
};

describe('checkDefinition', () => {
  it('takes a campaign over three channels', async () => {
    expect(
      await issuesOf({
        ...good,
        windows: [window],
        budget: { usd: 5 },
        escalation: { when: 'ALWAYS', after: 'PT1H' },
      }),
    ).toEqual([]);
  });

  it.each([
    ['no definition', undefined, 'command.campaign must be the definition'],
    [
      'an unknown step',
      withStep(0, { next: { ...next, step: 'fax' } }),
      'command.campaign.steps.0.next.step names no step',
    ],
    [
      'a cycle',
      withStep(1, { next: { ...next, step: 'mail' } }),
      'command.campaign.steps.1.next.step must not lead back',
    ],
    [
      'a step that leads to itself',
      withStep(0, { next: { ...next, step: 'mail' } }),
      'command.campaign.steps.0.next.step must not lead back',
    ],
    [
      'a step that nothing leads to',
      {
        ...good,
        steps: [{ ...mail, next: undefined }, text, call].map((s) => JSON.parse(JSON.stringify(s))),
      },
      'command.campaign.steps.1.step is never reached',
    ],
    [
      'two steps of one name',
      withStep(2, { step: 'mail' }),
      'command.campaign.steps.2.step must be another name',
    ],
    [
      'an unknown channel',
      withStep(1, { channel: 'fax' }),
      'command.campaign.steps.1.channel must be a channel of config/agents.ts: email, sms, phone',
    ],
    [
      'an unknown template',
      withStep(2, { templateId: 'none' }),
      'command.campaign.steps.2.templateId names no template',
    ],
    [
      'an unknown condition',
      withStep(0, { next: { ...next, when: 'MAYBE' } }),
      'command.campaign.steps.0.next.when',
    ],
    [
      'a negative wait',
      withStep(0, { next: { ...next, after: '-P1D' } }),
      'command.campaign.steps.0.next.after must be an ISO 8601 duration',
    ],
    [
      'a wait of years',
      withStep(0, { next: { ...next, after: 'P400D' } }),
      'command.campaign.steps.0.next.after must be an ISO 8601 duration',
    ],
    [
      'an unknown zone',
      withWindow({ zone: 'Europe/Atlantis' }),
      'command.campaign.windows.0.zone must be an IANA time zone',
    ],
    [
      'a negative window',
      withWindow({ from: '18:00', until: '09:00' }),
      'command.campaign.windows.0.until must be after from',
    ],
    [
      'a window of no time',
      withWindow({ until: '09:00' }),
      'command.campaign.windows.0.until must be after from',
    ],
    [
      'an hour that no clock shows',
      withWindow({ from: '25:00' }),
      'command.campaign.windows.0.from must be a time of day',
    ],
    [
      'a tier for emergencies',
      { ...good, priority: 'CRITICAL' },
      'command.campaign.priority must be HIGH, MEDIUM or LOW',
    ],
    ['no audience', { ...good, audience: {} }, 'command.campaign.audience must be exactly one'],
    [
      'two audiences',
      { ...good, audience: { customers: ['c'], file: 'campaigns/a.csv' } },
      'command.campaign.audience must be exactly one',
    ],
    [
      'a file elsewhere',
      { ...good, audience: { file: 'email/a.csv' } },
      'command.campaign.audience.file must be a key campaigns/',
    ],
    [
      'a query for everybody',
      { ...good, audience: { query: {} } },
      'command.campaign.audience.query must name at least one',
    ],
    [
      'a budget of nothing',
      { ...good, budget: { usd: 0 } },
      'command.campaign.budget.usd must be more than 0',
    ],
    ['an empty budget', { ...good, budget: {} }, 'command.campaign.budget must name'],
    ['a field that means nothing', { ...good, budgets: {} }, 'command.campaign'],
  ])('refuses %s by field and rule', async (_, definition, issue) => {
    expect((await issuesOf(definition)).join('\n')).toContain(issue);
  });

  it('asks for a price of each channel where the budget is in USD', async () => {
    const checked = await check({ ...good, budget: { usd: 1 } }, { email: 1 });

    expect(checked).toMatchObject({
      ok: false,
      issues: [{ path: 'command.campaign.steps.1.channel' }, { path: 'command.campaign.steps.2.channel' }],
    });
  });
});
