import { describe, expect, it } from 'vitest';
import { setCampaignWeight, setIdentityShare } from '../../../cli/commands/share-commands.ts';
import { agents } from '../../../config/agents.ts';
import { SHARES_CONTROL, sharesOf } from '../../../shared/fairness/shares.ts';
import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';

const sharesIn = async (store: InMemoryControlStore) => {
  const [control] = await store.read([SHARES_CONTROL]);
  return sharesOf(control ?? { value: undefined });
};

describe('campaign weight', () => {
  it('sets one of several, and 1 forgets it', async () => {
    const store = new InMemoryControlStore();
    await setCampaignWeight(store, 'camp-1', 3);
    await setCampaignWeight(store, 'camp-2', 0.5);

    expect((await sharesIn(store)).campaigns).toEqual({ 'camp-1': 3, 'camp-2': 0.5 });

    await setCampaignWeight(store, 'camp-1', 1);
    expect(await sharesIn(store)).toEqual({ campaigns: { 'camp-2': 0.5 }, identities: {} });
  });

  it('loses no change of two that come at once', async () => {
    const store = new InMemoryControlStore();
    await Promise.all([setCampaignWeight(store, 'camp-1', 3), setCampaignWeight(store, 'camp-2', 4)]);

    expect((await sharesIn(store)).campaigns).toEqual({ 'camp-1': 3, 'camp-2': 4 });
  });
});

describe('agent share', () => {
  it('changes what is said and leaves the rest; a reset goes back to the registry', async () => {
    const store = new InMemoryControlStore();
    await setIdentityShare(store, agents, 'email-agent-001', { weight: 0 });
    const { json } = await setIdentityShare(store, agents, 'email-agent-001', { rate: 14 });

    expect(json).toEqual({ share: { identity: 'email-agent-001', weight: 0, perSecond: 14 } });
    await setIdentityShare(store, agents, 'email-agent-001', { reset: true });
    expect(await sharesIn(store)).toEqual({ campaigns: {}, identities: {} });
  });
});
