import { describe, expect, it } from 'vitest';
import { MOST_TURNS } from '../../../shared/campaigns/advance-campaign.ts';
import { campaignReportOf } from '../../../shared/campaigns/campaign-report.ts';
import { CAMPAIGNS_CONTROL, campaignHoldOf } from '../../../shared/campaigns/campaign-switch.ts';
import { readCampaign } from '../../../shared/campaigns/turn-campaign.ts';
import { CAMPAIGN, CampaignWorld, threeChannels } from '../../support/campaign-world.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `cust-${index}`);

const holdIn = async ({ controls }: CampaignWorld) => {
  const [control] = await controls.read([CAMPAIGNS_CONTROL]);
  return campaignHoldOf(control ?? { value: undefined }, CAMPAIGN);
};

const reportIn = async (world: CampaignWorld) => {
  const definition = await world.store.getDefinition(CAMPAIGN);
  if (definition === undefined) throw new Error('no campaign');
  const progress = await world.store.getProgress(CAMPAIGN);
  return campaignReportOf({
    campaignId: CAMPAIGN,
    definition,
    progress,
    state: await readCampaign(CAMPAIGN, world.journal),
  });
};

const byChannel = (world: CampaignWorld) =>
  Object.fromEntries(
    [...Map.groupBy(world.contacts.values(), ({ channel }) => channel)].map(([channel, { length }]) => [
      channel,
      length,
    ]),
  );

describe('a campaign', () => {
  it('goes from channel to channel, asks a person about who is left, and tells of each step and its end', async () => {
    const world = new CampaignWorld();
    await world.start(
      threeChannels(names(3), { escalation: { when: 'NO_REPLY', after: 'PT1H', reason: 'NOBODY_ANSWERS' } }),
    );
    await world.step();
    await world.reply('cust-1');

    await world.finish();

    expect(byChannel(world)).toEqual({ email: 3, sms: 2, phone: 2 });
    expect(
      [...world.tasks.values()].map(({ kind, reason, customerId }) => [kind, reason, customerId]),
    ).toEqual([
      ['CAMPAIGN_DECISION', 'NOBODY_ANSWERS', 'cust-0'],
      ['CAMPAIGN_DECISION', 'NOBODY_ANSWERS', 'cust-2'],
    ]);
    expect(await reportIn(world)).toMatchObject({
      state: 'COMPLETED',
      cause: 'ALL_STEPS',
      members: 3,
      steps: [
        { step: 'mail', state: 'CLOSED', tally: { members: 3, delivered: 3, replied: 1 } },
        { step: 'text', state: 'CLOSED', tally: { members: 2, delivered: 2 } },
        { step: 'call', state: 'CLOSED', tally: { members: 2, delivered: 2 } },
      ],
      budget: { spentContacts: 7, paidContacts: 7, paidUsd: 0.0603 },
    });
  });

  it('waits for the end of a step before it goes on, and for its window', async () => {
    const world = new CampaignWorld();
    const windows = [{ from: '12:00', until: '13:00', zone: 'UTC' }];
    await world.start(threeChannels(names(1), { windows }));

    expect(await world.step()).toMatchObject({ move: 'WAIT', until: '2026-03-02T12:00:00.000Z' });
    world.now = Date.parse('2026-03-02T12:00:00Z');
    expect(await world.step()).toMatchObject({ move: 'GO_ON' });
    expect(await world.step()).toMatchObject({ move: 'WAIT', until: '2026-03-03T12:00:00.000Z' });
    world.now = Date.parse('2026-03-03T12:00:00Z');
    expect(await world.step()).toMatchObject({ move: 'WAIT', polls: 1 }); // nobody worked on its mail
    expect(byChannel(world)).toEqual({ email: 1 });
  });

  it('asks for the end of a page after 2 s, and twice as late each time, however often it was called too early before', async () => {
    const world = new CampaignWorld();
    await world.start(threeChannels(names(1)));
    await world.step();
    const [execution] = world.executions;
    if (execution === undefined) throw new Error('no execution');
    const asked = async () => {
      execution.wakeAt = world.now;
      const move = await world.step();
      return typeof move === 'object' && move.move === 'WAIT' ? Date.parse(move.until) : Number.NaN;
    };
    const dueAt = await asked();
    for (let early = 0; early < 8; early += 1) expect(await asked()).toBe(dueAt);

    world.now = dueAt;
    const waits: number[] = [];
    for (let poll = 0; poll < 4; poll += 1) {
      const until = await asked();
      waits.push(until - world.now);
      world.now = until;
    }

    expect(waits).toEqual([2000, 4000, 8000, 16_000]);
  });

  it('waits until a whole second, since state machines cut off what is less', async () => {
    const world = new CampaignWorld();
    world.now += 1;
    await world.start(threeChannels(names(1)));
    await world.step();

    const move = await world.step();

    expect(move).toMatchObject({ move: 'WAIT', until: expect.stringMatching(/:\d\d\.000Z$/) });
    const { dueAt = Number.NaN } = (await world.store.getProgress(CAMPAIGN)) ?? {};
    expect(dueAt % 1000).toBe(1);
    expect(move).toMatchObject({ until: new Date(dueAt + 999).toISOString() });
  });

  it('is held while it is paused, goes on where it was, and lets only one of two masters work', async () => {
    const world = new CampaignWorld();
    await world.start(threeChannels(names(600)));
    await world.step();
    await world.order('PAUSE_CAMPAIGN');

    expect([await holdIn(world), await world.step(), world.contacts.size]).toMatchObject([
      'PAUSED',
      { move: 'END', why: 'PAUSED' },
      500,
    ]);
    await world.order('RESUME_CAMPAIGN');
    world.repeatEvents();
    await world.step(0);
    const answers = [await world.step(1), await world.step(1)].map((move) =>
      move === 'crashed' ? move : move && 'why' in move ? move.why : undefined,
    );

    expect(answers).toEqual(['SUPERSEDED', 'SUPERSEDED']);
    expect([await holdIn(world), world.contacts.size]).toEqual([undefined, 600]);
  });

  it('is cancelled for good', async () => {
    const world = new CampaignWorld();
    await world.start(threeChannels(names(2)));
    await world.order('CANCEL_CAMPAIGN');

    expect([await holdIn(world), await world.step()]).toMatchObject([
      'CANCELLED',
      { move: 'END', why: 'CANCELLED' },
    ]);
    expect(await world.order('RESUME_CAMPAIGN')).toEqual({
      ok: false,
      issues: [{ path: 'command.campaignId', rule: 'names a campaign that is CANCELLED' }],
    });
    expect(world.contacts.size).toBe(0);
  });

  it('is one of its id: the same again is the same, another one is refused', async () => {
    const world = new CampaignWorld();
    await world.start(threeChannels(names(2)));

    expect(await world.start(threeChannels(names(2)))).toMatchObject({ ok: true });
    expect(await world.start(threeChannels(names(3)))).toEqual({
      ok: false,
      issues: [{ path: 'command.campaignId', rule: 'names another campaign already' }],
    });
  });

  it('stops when its budget is promised, gives back what was not used, and holds back late messages at its end', async () => {
    const world = new CampaignWorld();
    await world.start(threeChannels(names(10), { budget: { contacts: 4 } }));
    await world.step();

    expect([await world.state(), await holdIn(world), byChannel(world)]).toEqual([
      'SPENT',
      undefined,
      { email: 4 },
    ]);
    await world.finish(({ customerId }) => (customerId === 'cust-0' ? 'suppressed' : 'delivered'));

    expect(await reportIn(world)).toMatchObject({
      state: 'COMPLETED',
      cause: 'BUDGET_SPENT',
      budget: { spentContacts: 3 },
    });
    expect(await holdIn(world)).toBe('SPENT');
  });

  it('takes each customer of a file once, and says which lines are not', async () => {
    const world = new CampaignWorld();
    world.files.set('campaigns/a.csv', ['customerId', ...names(700), 'cust-3', 'cust-699', '!'].join('\n'));
    await world.start(threeChannels([], { audience: { file: 'campaigns/a.csv' } }));

    await world.step();
    await world.step();

    expect(byChannel(world)).toEqual({ email: 700 });
    expect((await world.store.getPage(CAMPAIGN, 0, 1))?.issues.map(({ place }) => place)).toEqual([
      701, 702, 703,
    ]);
  });

  it('ends where its file is gone', async () => {
    const world = new CampaignWorld();
    await world.start(threeChannels([], { audience: { file: 'campaigns/gone.csv' } }));

    expect(await world.step()).toMatchObject({ move: 'END', why: 'AUDIENCE_GONE' });
    expect(await world.state()).toBe('CANCELLED');
  });

  it('is handed on from execution to execution, which carry on where the last one was', async () => {
    const world = new CampaignWorld();
    await world.start(threeChannels(names(900)));
    await world.step();
    for (const execution of world.executions) execution.ticket = { ...execution.ticket, turns: MOST_TURNS };

    expect(await world.step()).toMatchObject({ move: 'CHAIN', leg: 1 });
    expect(world.executions).toMatchObject([{ ticket: { leg: 1, turns: 0 } }]);
    await world.finish();

    expect(byChannel(world)).toEqual({ email: 900, sms: 900, phone: 900 });
  }, 60_000);
});
