import { describe, expect, it } from 'vitest';
import { agents } from '../../config/agents.ts';
import { lanes } from '../../config/lanes.ts';
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

  it('refuses reserves that leave less than 100 executions to the account', () => {
    const reserved = 80 * (1 + Object.keys(agents).length) + UNSUBSCRIBE_RESERVE;
    const profile = { ...profiles.standard, accountConcurrency: reserved + 99 };

    expect(() => checkDeployment(aDeployment({ profile }))).toThrow(
      `config/stages.ts: functions reserve ${reserved} executions, ${reserved - 1} can be reserved`,
    );
  });

  it('refuses environments in advance beyond the reserve', () => {
    const profile = { ...profiles.scale, provisionedConcurrency: { critical: 401 } };

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
    const profile = { ...profiles.scale, provisionedPollers: { minimum: 20 } };

    expect(() => checkDeployment(aDeployment({ profile }))).toThrow(
      'the standard lanes of email take 600 invokes, 400 are reserved',
    );
  });
});
