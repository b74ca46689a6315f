import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Workload } from '../../../cli/capacity/workload.ts';
import { planCapacity } from '../../../cli/commands/capacity.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchboard-capacity-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const workload: Workload = {
  ...{ agentType: 'email', path: 'direct', rate: 5, seconds: 10 },
  ...{ mix: { CRITICAL: 1, LOW: 1 }, burst: { CRITICAL: 100 }, waiting: { LOW: 200 } },
};

describe('planCapacity', () => {
  it('says what a profile holds, what is hit first and what it costs, and draws it', () => {
    const chart = join(folder, 'plan.svg');

    const { exit, json, lines } = planCapacity({ profile: 'starter', workload, seed: 1, chart });

    expect(exit).toBe('OK');
    expect(json).toMatchObject({ profile: 'starter', quota: 10, fits: true, seed: 1, left: 0 });
    expect(json['tiers']).toMatchObject([
      { tier: 'CRITICAL', deadlineSeconds: 1, within: { '300': 1 } },
      { tier: 'HIGH', offered: 0 },
      { tier: 'MEDIUM', offered: 0 },
      { tier: 'LOW', within: { '300': 1 } },
    ]);
    expect(lines.join('\n')).toMatch(/CRITICAL +\d+ .*\n.*LOW/);
    expect(lines.join('\n')).toMatch(/a million messages: [\d.]+ USD .*\n.*a month without any: [\d.]+ USD/);
    const svg = readFileSync(chart, 'utf8');
    expect(svg.match(/<polyline/g)).toHaveLength(4);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('says what is left of an overload that a profile cannot hold', () => {
    const offeredOf = (overload: number) => {
      const { json } = planCapacity({ profile: 'starter', workload: { ...workload, overload }, seed: 1 });
      const tiers = json['tiers'] as readonly { readonly tier: string; readonly offered: number }[];
      return tiers.find(({ tier }) => tier === 'LOW')?.offered ?? 0;
    };

    expect(offeredOf(10) - 200).toBeGreaterThan(5 * (offeredOf(1) - 200));
  });

  it('says why a profile does not fit a quota', () => {
    const { exit, json, lines } = planCapacity({ profile: 'standard', workload, quota: 400, seed: 1 });

    expect(exit).toBe('FAILED');
    expect(json).toMatchObject({ fits: false, quota: 400 });
    expect(lines).toEqual([
      expect.stringMatching(/^config\/stages\.ts: functions reserve \d+ executions, 300 can be reserved/),
    ]);
  });

  it('knows the agent types of config/agents.ts', () => {
    expect(() =>
      planCapacity({ profile: 'starter', workload: { ...workload, agentType: 'fax' }, seed: 1 }),
    ).toThrow('No such agent type');
  });
});
