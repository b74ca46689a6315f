import { describe, expect, it } from 'vitest';
import { reportCampaign } from '../../../cli/commands/campaign-views.ts';
import { agents } from '../../../config/agents.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { commandSubject } from '../../../shared/journal/command-subject.ts';
import { CAMPAIGN, CampaignWorld, type Contact, threeChannels } from '../../support/campaign-world.ts';

const prices = { email: 0.0001, sms: 0.01, phone: 0.02 };

const reportOf = async ({ store, journal }: CampaignWorld, asClosed: boolean) => {
  const { json, lines } = await reportCampaign(CAMPAIGN, { store, journal, agents, prices, asClosed });
  return { ...Object(json), text: lines.join('\n') };
};

const isDelivered = async ({ journal, now }: CampaignWorld, { commandId, message }: Contact) => {
  const receipt = { providerMessageId: 'p', occurredAt: new Date(now).toISOString() };
  await journal.insert([
    fact('delivered', commandAggregate(commandId), now, { ...commandSubject(message), ...receipt }),
  ]);
};

describe('campaign report', () => {
  it('has what came after steps were closed, unless it is asked for what their closing found', async () => {
    const world = new CampaignWorld();
    await world.start(threeChannels(['cust-0', 'cust-1', 'cust-2']));
    await world.finish(({ channel }) => (channel === 'phone' ? 'sent' : 'delivered'));
    for (const contact of world.contacts.values())
      if (contact.channel === 'phone') await isDelivered(world, contact);
    await world.reply('cust-1');

    const [now, closed] = [await reportOf(world, false), await reportOf(world, true)];

    expect(now).toMatchObject({
      counted: 'NOW',
      report: {
        steps: [
          { step: 'mail', tally: { members: 3, delivered: 3, replied: 1 } },
          { step: 'text', tally: { members: 3, delivered: 3, replied: 1 } },
          { step: 'call', tally: { members: 3, sent: 0, delivered: 3, replied: 1, contacts: 3 } },
        ],
      },
    });
    expect(closed).toMatchObject({
      counted: 'AS_CLOSED',
      report: { steps: [{ tally: { replied: 0 } }, {}, { tally: { sent: 3, delivered: 0 } }] },
      text: expect.stringContaining('Counted when each step was closed'),
    });
    expect(now.report.totals.contacts).toBe(closed.report.totals.contacts);
  });

  it('counts every page once, those of a step that is not closed too', async () => {
    const world = new CampaignWorld();
    const ids = Array.from({ length: 1200 }, (_, index) => `cust-${index}`);
    world.files.set('campaigns/a.csv', ['customerId', ...ids].join('\n'));
    await world.start(threeChannels([], { audience: { file: 'campaigns/a.csv' } }));
    while (world.contacts.size < ids.length) {
      await world.step();
      await world.work(() => 'bounced');
    }

    expect(await reportOf(world, false)).toMatchObject({
      report: { steps: [{ tally: { members: 1200, failed: 1200 } }, { tally: { members: 0 } }, {}] },
    });
  });
});
