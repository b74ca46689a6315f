import { describe, expect, it } from 'vitest';
import { synthesize } from '../../cli/capacity/synthesize.ts';
import { agents } from '../../config/agents.ts';
import { checkDeployment } from '../../infra/check-deployment.ts';
import type { AgentRegistry, AgentType } from '../../shared/agents/agent-registry.ts';
import { aDeployment } from '../support/synthesized.ts';

const templatesWith = (changed: AgentRegistry) =>
  synthesize(aDeployment({ agents: { ...agents, ...changed } })).templates;

const templateOf = (changed: AgentRegistry, agentType: string) =>
  JSON.stringify(templatesWith(changed).get(`switchboard-prod-${agentType}-agent`));

const pool = `pool-${'1'.repeat(32)}`;

describe('the standby of an agent type', () => {
  it('lets the e-mail functions send in its Region too, as the same senders and by the same configuration set', () => {
    const template = templateOf({ email: { ...agents.email, standby: { region: 'eu-west-1' } } }, 'email');

    expect(template).toContain(':ses:eu-west-1:111111111111:identity/switchboard.example');
    expect(template).toContain(':ses:eu-west-1:111111111111:configuration-set/');
    expect(template).toContain('FAILED_OVER');
    expect(template).toMatch(/"ticket: [^"]*Runbook: docs\/runbook.md#failover-used"/);
    expect(template).toMatch(/"page: [^"]*Runbook: docs\/runbook.md#breaker-open"/);
  });

  it('lets the functions for text messages send as its pool', () => {
    expect(templateOf({ sms: { ...agents.sms, standby: { sender: pool } } }, 'sms')).toContain(
      `pool/${pool}`,
    );
  });

  it('adds nothing where there is none', () => {
    const template = templateOf({}, 'email');

    expect(template).not.toContain('FAILED_OVER');
    expect(template).not.toContain('eu-west-1');
  });

  it.each<[string, AgentType, string]>([
    [
      'a sender for SES',
      { ...agents.email, standby: { sender: pool } },
      "standby of a provider of kind 'ses' needs 'region'",
    ],
    [
      'a Region for text messages',
      { ...agents.sms, standby: { region: 'eu-west-1' } },
      "standby of a provider of kind 'sms' needs 'sender'",
    ],
    [
      'an HTTP provider',
      {
        ...agents.email,
        provider: { kind: 'http', url: 'https://mail.example/' },
        standby: { region: 'eu-west-1' },
      },
      "standby is not for a provider of kind 'http'",
    ],
  ])('is refused for %s', (_, agent, sentence) => {
    const changed = { ...agents, [agent.channel]: agent };
    expect(() => checkDeployment(aDeployment({ agents: changed }))).toThrow(sentence);
  });
});
