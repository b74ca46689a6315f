import type { AgentRegistry } from '../../shared/agents/agent-registry.ts';
import { weightOf } from '../../shared/agents/agent-registry.ts';
import { rateOf, SHARES_CONTROL, type Shares, sharesOf } from '../../shared/fairness/shares.ts';
import type { ControlStore } from '../../shared/state/control-store.ts';
import type { Outcome } from '../outcome.ts';

/** `campaign weight`: a campaign's share of what waits, beside the others'; agents follow within a second. 1 forgets it. */
export const setCampaignWeight = async (
  store: ControlStore,
  campaignId: string,
  weight: number,
): Promise<Outcome> => {
  await changeShares(store, ({ campaigns: { [campaignId]: _, ...others }, ...shares }) => ({
    ...shares,
    campaigns: weight === 1 ? others : { ...others, [campaignId]: weight },
  }));
  return {
    exit: 'OK',
    json: { campaign: { campaignId, weight } },
    lines: [`${campaignId} has weight ${weight}.`],
  };
};

/** What `agent share` changes; `reset` goes back to `config/agents.ts`. */
export type IdentityShare = { readonly weight?: number; readonly rate?: number; readonly reset?: boolean };

/** `agent share`: an identity's weight and its messages a second, instead of those of `config/agents.ts`. */
export const setIdentityShare = async (
  store: ControlStore,
  registry: AgentRegistry,
  identity: string,
  { weight, rate, reset = false }: IdentityShare,
): Promise<Outcome> => {
  const own = Object.values(registry).find(({ identities }) => Object.hasOwn(identities, identity))
    ?.identities[identity];
  if (own === undefined) throw new TypeError(`${identity}: is no identity of config/agents.ts`);
  const shares = await changeShares(store, ({ identities: { [identity]: before, ...others }, ...rest }) => {
    const change = {
      ...(weight !== undefined && { weight }),
      ...(rate !== undefined && { perSecond: rate }),
    };
    return { ...rest, identities: { ...others, ...(!reset && { [identity]: { ...before, ...change } }) } };
  });
  const share = {
    identity,
    weight: shares.identities[identity]?.weight ?? weightOf(own),
    perSecond: rateOf(identity, own, shares) ?? null,
  };
  return {
    exit: 'OK',
    json: { share },
    lines: [
      `${identity} has weight ${share.weight} and ${share.perSecond ?? 'any number of'} messages a second.`,
    ],
  };
};

/** The shares as they are set. */
export const readShares = async (store: Pick<ControlStore, 'read'>): Promise<Shares> => {
  const [control] = await store.read([SHARES_CONTROL]);
  return sharesOf(control ?? { value: undefined });
};

/** Makes a change on what is stored, anew where somebody else changed it meanwhile. */
const changeShares = async (store: ControlStore, change: (shares: Shares) => Shares): Promise<Shares> => {
  for (;;) {
    const [control = { version: 0, value: undefined }] = await store.read([SHARES_CONTROL]);
    const value = change(sharesOf(control));
    const answer = await store.write(SHARES_CONTROL, { version: control.version + 1, value });
    if (answer === 'stored') return value;
  }
};
