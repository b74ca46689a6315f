import { describe, expect, it } from 'vitest';
import { synthesize } from '../../cli/capacity/synthesize.ts';
import { agents } from '../../config/agents.ts';
import type { StageName } from '../../config/stages.ts';
import { aDeployment, elsewhere } from '../support/synthesized.ts';

const url = 'https://provider.example/messages';

/** The template of an agent type whose provider is a service of one's own. */
const templateOn = (stage: StageName): string => {
  const email = { ...agents.email, provider: { kind: 'http', url } } as const;
  const { templates } = synthesize(aDeployment({ ...elsewhere, agents: { ...agents, email } }, stage));
  return JSON.stringify(templates.get(`switchboard-${stage}-email-agent`));
};

const channelUrls = (template: string): readonly string[] =>
  [...template.matchAll(/"CHANNEL_URL":"([^"]+)"/g)].map(([, found]) => found ?? '');

describe('httpProvider', () => {
  it("tells both functions of an agent type the service's URL, and allows them to send by nothing else", () => {
    const template = templateOn('prod');

    expect(channelUrls(template)).toEqual([url, url]);
    expect(template).not.toMatch(/"(ses|sms-voice):/);
  });

  it("puts the sandbox in the service's place on the local stage, by the agent type's name", () => {
    const sandbox = 'http://127.0.0.1:4580/http/email/messages';

    expect(channelUrls(templateOn('local'))).toEqual([sandbox, sandbox]);
  });
});
