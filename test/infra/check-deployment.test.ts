import { describe, expect, it } from 'vitest';
import { agents } from '../../config/agents.ts';
import { lanes } from '../../config/lanes.ts';
import { policies } from '../../config/policies.ts';
import { replies } from '../../config/replies.ts';
import { profiles, stages } from '../../config/stages.ts';
import { checkDeployment } from '../../infra/check-deployment.ts';
import { UNSUBSCRIBE_RESERVE } from '../../infra/constructs/unsubscribe.ts';
import { deploymentOf } from '../../infra/deployment.ts';
import { aDeployment } from '../support/synthesized.ts';

describe('checkDeployment', () => {
  it.each(['local', 'dev', 'prod'] as const)('takes stage %s as it is configured', (stage) => {
    expect(Object.keys(stages)).toContain(stage);
    expect(() => checkDeployment(deploymentOf(stage))).not.toThrow();
  });

  it.each(Object.entries(profiles))('takes profile %s as it is configured', (_, profile) => {
    expect(() => checkDeployment(aDeployment({ profile }))).not.toThrow();
  });

  it('refuses a visibility timeout shorter than six function time-outs', () => {
    const short = {
      ...lanes,
      email: { ...lanes.email, HIGH: { ...lanes.email.HIGH, visibilityTimeoutSeconds: 89 } },
    };

    expect(() => checkDeployment(aDeployment({ lanes: short }))).toThrow(
      'config/lanes.ts: email.HIGH.visibilityTimeoutSeconds is 89, at least 90 needed',
    );
  });

  it('refuses a cyclic escalation, and costs that are none', () => {
    const { coordination } = aDeployment();
    const step = (next: string) => ({ channels: ['sms'], priority: 'HIGH' as const, next });
    const escalation = { startAt: [{ fromLevel: 0, step: 'a' }], steps: { a: step('b'), b: step('a') } };
    const broken = { ...coordination, costPerMessageUsd: { fax: -1 }, escalation };

    expect(() => checkDeployment(aDeployment({ coordination: broken }))).toThrow(
      [
        '- config/coordination.ts: the cost of fax is -1; must be 0 or more',
        "- config/coordination.ts: costPerMessageUsd names 'fax', which is no agent type",
        '- config/coordination.ts: escalation.steps lead back to where they began: a to b to a',
      ].join('\n'),
    );
  });

  it('refuses a reply that leads to a template which is not there', () => {
    const leadsTo = { action: 'COMMAND', type: 'SEND_SMS', templateId: 'templ-none' } as const;

    expect(() => checkDeployment(aDeployment({ replies: { ...replies, QUESTION: [{ leadsTo }] } }))).toThrow(
      'config/replies.ts: QUESTION[0].leadsTo.templateId names no template: config/templates/templ-none',
    );
  });

  it('refuses policies by which nobody could be contacted, naming file and field', () => {
    const purposes = { service: { basis: 'contract', caps: [{ most: 0, per: 'day' }] } } as const;

    expect(() => checkDeployment(aDeployment({ policies: { ...policies, purposes } }))).toThrow(
      'config/policies.ts: purposes.service.caps[0].most must be a whole number from 1 to 366: it is 0',
    );
  });

  it('refuses reserves that leave less than 100 executions to the account', () => {
    const reserved = 80 * (1 + Object.keys(agents).length) + UNSUBSCRIBE_RESERVE;
    const profile = { ...profiles.standard, accountConcurrency: reserved + 99 };

    expect(() => checkDeployment(aDeployment({ profile }))).toThrow(
      `config/stages.ts: functions reserve ${reserved} executions, ${reserved - 1} can be reserved`,
    );
  });

  it('refuses environments in advance beyond the reserve', () => {
    const profile = { ...profiles.scale, provisionedConcurrency: { critical: 801 } };

    expect(() => checkDeployment(aDeployment({ profile }))).toThrow(
      'provisionedConcurrency.critical is more than',
    );
  });

  it('refuses lanes that share more than their function has', () => {
    const crowded = {
      ...lanes,
      email: { ...lanes.email, HIGH: { ...lanes.email.HIGH, concurrencyShare: 0.9 } },
    };

    expect(() => checkDeployment(aDeployment({ lanes: crowded }))).toThrow(
      'the standard lanes of email take 84 invokes, 60 are reserved',
    );
  });

  it('refuses pollers that carry more than the reserve', () => {
    const profile = { ...profiles.scale, provisionedPollers: { critical: 2, standard: 20 } };

    expect(() => checkDeployment(aDeployment({ profile }))).toThrow(
      'the standard lanes of email take 600 invokes, 400 are reserved',
    );
  });

  it('refuses more pollers that always run than AWS takes', () => {
    const reservedConcurrency = { critical: 2010, standard: 400 };
    const provisionedPollers = { critical: 201, standard: 1 };
    const profile = { ...profiles.scale, accountConcurrency: 1e5, reservedConcurrency, provisionedPollers };

    expect(() => checkDeployment(aDeployment({ profile }))).toThrow(
      /provisionedPollers.critical is 201, AWS takes 2 to 200\n.*provisionedPollers.standard is 1, AWS takes/,
    );
  });

  it('refuses mappings that together take more than the quota, where nothing is reserved', () => {
    const lanesOfPools = 2 * 2 * (1 + Object.keys(agents).length);
    const profile = { accountConcurrency: lanesOfPools - 1, standardTiersShareALane: true };

    expect(() => checkDeployment(aDeployment({ profile }))).toThrow(
      `config/stages.ts: accountConcurrency is ${lanesOfPools - 1} (overcommit 1: ${lanesOfPools - 1}), but the mappings of all lanes take ${lanesOfPools}, at least 2 each`,
    );
    expect(() =>
      checkDeployment(aDeployment({ profile: { ...profile, accountConcurrency: lanesOfPools } })),
    ).not.toThrow();
  });

  it('refuses environments in advance where nothing is reserved for them', () => {
    const profile = { ...profiles.starter, provisionedConcurrency: { critical: 1 } };

    expect(() => checkDeployment(aDeployment({ profile }))).toThrow(
      'config/stages.ts: provisionedConcurrency needs reservedConcurrency',
    );
  });
});
