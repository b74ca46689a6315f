import type { Invariant } from './invariant.ts';

/** Milliseconds after an opt-out in which a send may still start. */
const GRACE_MS = 5000;

/** Whoever says no is left alone, whatever is queued or under way. */
export const optOutHolds: Invariant = {
  number: 5,
  rule: 'no provider call starts more than 5 s after an opt-out was accepted',
  watch: (world) => {
    const bans = new Map<string, number>();
    return {
      banned: (customerId, channel) => {
        const name = `${customerId}/${channel}`;
        if (!bans.has(name)) bans.set(name, world.clock.now);
      },
      lifted: (customerId, channel) => bans.delete(`${customerId}/${channel}`),
      started: ({ commandId, channel }, startedAt) => {
        const customerId = world.submitted.get(commandId)?.customerId;
        const bannedAt = bans.get(`${customerId}/${channel}`) ?? bans.get(`${customerId}/all`);
        const lateMs = bannedAt === undefined ? 0 : startedAt - bannedAt;
        if (lateMs > GRACE_MS)
          world.violate(5, `is sent ${lateMs} ms after its customer opted out`, commandId);
      },
    };
  },
};
