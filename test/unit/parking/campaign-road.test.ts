import { describe, expect, it } from 'vitest';
import { CAMPAIGNS_CONTROL } from '../../../shared/campaigns/campaign-switch.ts';
import { CAMPAIGN_PAUSED } from '../../../shared/parking/causes.ts';
import { isDue, readRoad } from '../../../shared/parking/road.ts';
import { aParkedMessage } from '../../support/a-parked-message.ts';

const dueWhile = async (hold: string | undefined, campaignId: string) => {
  const holds = hold === undefined ? {} : { 'camp-123': hold };
  const get = async (name: string) =>
    name === CAMPAIGNS_CONTROL ? { version: 1, value: { holds } } : { version: 0, value: undefined };
  const parked = aParkedMessage({ cause: CAMPAIGN_PAUSED });
  return isDue(
    { ...parked, subject: { ...parked.subject, campaignId } },
    await readRoad('email', [], get, 1_700_000_000_000),
    1_700_000_000_000,
  );
};

describe('isDue', () => {
  it('passes over what waits for a campaign that is still paused, and no other', async () => {
    expect(await dueWhile('PAUSED', 'camp-123')).toBe(false);
    expect(await dueWhile('PAUSED', 'camp-124')).toBe(true);
    expect(await dueWhile('CANCELLED', 'camp-123')).toBe(true);
    expect(await dueWhile(undefined, 'camp-123')).toBe(true);
  });
});
