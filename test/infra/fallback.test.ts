import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesize } from '../../cli/capacity/synthesize.ts';
import { profiles } from '../../config/stages.ts';
import { checkDeployment } from '../../infra/check-deployment.ts';
import { fallbackTargets, problemsOfFallbacks } from '../../infra/fallbacks.ts';
import { aDeployment, at, elsewhere } from '../support/synthesized.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'switchboard-fallback-'));
});
afterAll(() => rmSync(root, { recursive: true }));

const everyPart = ['subject', 'text', 'sms', 'voice'];

/** A deployment whose templates name these fallbacks, each with the parts that it has. */
const withTemplates = (
  ...templates: readonly { fallback: readonly string[]; parts?: readonly string[] }[]
) => {
  const projectRoot = mkdtempSync(join(root, 'checkout-'));
  for (const name of ['functions', 'package-lock.json'])
    symlinkSync(join(aDeployment().projectRoot, name), join(projectRoot, name));
  for (const [index, { fallback, parts = everyPart }] of templates.entries()) {
    const folder = join(projectRoot, 'config/templates', `templ-${index}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'template.json'), JSON.stringify({ fallback }));
    for (const part of parts) writeFileSync(join(folder, `${part}.liquid`), 'x');
  }
  return aDeployment({ ...elsewhere, projectRoot });
};

describe('the fallback of templates', () => {
  it('is what their agent types write to: the lanes after their own, where the template has their text', () => {
    const both = withTemplates({ fallback: ['sms', 'phone'] });
    const smsOnly = withTemplates({ fallback: ['phone'], parts: ['sms', 'voice'] });

    expect(problemsOfFallbacks(both)).toEqual([]);
    expect(['email', 'sms', 'phone'].map((type) => fallbackTargets(both, type))).toEqual([
      ['phone', 'sms'],
      ['phone'],
      [],
    ]);
    expect(['email', 'sms', 'phone'].map((type) => fallbackTargets(smsOnly, type))).toEqual([
      [],
      ['phone'],
      [],
    ]);
  });

  it.each([
    [
      'an unknown agent type',
      [{ fallback: ['fax'] }],
      "fallback names 'fax'; must be one of email, sms, phone",
    ],
    ['the same one twice', [{ fallback: ['sms', 'sms'] }], "fallback names 'sms' twice"],
    [
      'one for which it has no text',
      [{ fallback: ['phone'], parts: ['subject', 'text'] }],
      "fallback names 'phone', but voice.liquid is not there",
    ],
    [
      'a way back by another template',
      [{ fallback: ['sms', 'phone'] }, { fallback: ['email'] }],
      'fallback leads back to where it began: email to sms to email',
    ],
  ])('is refused for %s', (_, templates, sentence) => {
    expect(() => checkDeployment(withTemplates(...templates))).toThrow(sentence);
  });

  it.each(Object.keys(profiles) as (keyof typeof profiles)[])(
    'lets each function write to the lanes of its own tiers, and adds the alarm (%s)',
    (profile) => {
      const deployment = { ...withTemplates({ fallback: ['sms'] }), profile: profiles[profile] };
      const { templates, stacks } = synthesize(deployment);
      const email = templates.get('switchboard-prod-email-agent');
      const functions = Object.values(at(email, 'Resources') ?? {}).flatMap((resource) => {
        const urls = at(resource, 'Properties', 'Environment', 'Variables', 'FALLBACK_LANE_URLS');
        return urls === undefined ? [] : [JSON.stringify(urls)];
      });
      const tiersIn = (text: string) => [...text.matchAll(/\\"([A-Z]+)\\":/g)].map(([, tier]) => tier);
      const emailStack = stacks.find(({ stackName }) => stackName === 'switchboard-prod-email-agent');

      expect(functions.map(tiersIn)).toEqual([['CRITICAL'], ['HIGH', 'MEDIUM', 'LOW']]);
      expect(JSON.stringify(email)).toMatch(/"ticket: [^"]*Runbook: docs\/runbook.md#fallback-used"/);
      expect(emailStack?.dependencies.map(({ stackName }) => stackName)).toContain(
        'switchboard-prod-sms-agent',
      );
      const sms = JSON.stringify(templates.get('switchboard-prod-sms-agent'));
      expect(sms.match(/"FALLBACK_LANE_URLS":"{}"/g)).toHaveLength(2);
      expect(sms).not.toContain('fallback-used');
    },
  );
});
