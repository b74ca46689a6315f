import { describe, expect, it } from 'vitest';
import { type AccountChecksAsked, accountChecks } from '../../../cli/checks/account-checks.ts';
import { profiles } from '../../../config/stages.ts';

const look = (answer: () => Promise<object>, profile: keyof typeof profiles = 'standard') =>
  accountChecks({
    target: { name: 'prod', running: undefined },
    profile: profiles[profile],
    lambda: { send: answer } as unknown as AccountChecksAsked['lambda'],
  });

const aQuotaOf = (ConcurrentExecutions: number) => async () => ({ AccountLimit: { ConcurrentExecutions } });

describe('accountChecks', () => {
  it.each([
    ['starter', 10],
    ['standard', 1000],
    ['scale', 5000],
  ] as const)(
    'takes an account for %s that has exactly its quota, and not one less',
    async (profile, quota) => {
      expect(await look(aQuotaOf(quota), profile)).toMatchObject([
        {
          name: 'Lambda concurrency',
          state: 'ok',
          found: `the account has ${quota}, stage prod is made for ${quota}`,
        },
      ]);
      expect(await look(aQuotaOf(quota - 1), profile)).toMatchObject([
        {
          state: 'failed',
          found: `The account has ${quota - 1}, stage prod is made for ${quota}.`,
          fix: expect.stringContaining('Service Quotas'),
        },
      ]);
    },
  );

  it('says when AWS does not tell', async () => {
    const denied = async () => {
      throw Object.assign(new Error('secret words'), { name: 'AccessDeniedException' });
    };

    const [check] = await look(denied);

    expect(check?.state).toBe('failed');
    expect(check?.found).not.toContain('secret words');
  });
});
