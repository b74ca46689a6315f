import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agents } from '../../config/agents.ts';
import { lanes } from '../../config/lanes.ts';
import { checkDeployment } from '../../infra/check-deployment.ts';
import type { AgentRegistry, AgentType } from '../../shared/agents/agent-registry.ts';
import { aDeployment, elsewhere } from '../support/synthesized.ts';

const fax: AgentType = {
  pool: 'fax-agent',
  channel: 'fax',
  commands: ['SEND_MESSAGE'],
  identities: { 'fax-agent-001': { sender: '+15550100' } },
  provider: { kind: 'http', url: 'https://fax.example/messages' },
  functions: { memoryMb: 512, timeoutSeconds: { critical: 6, standard: 15 } },
  providerTimeoutMs: 3000,
};

const everyTier = lanes.email;

let projectRoot: string;

/** A checkout whose functions folder has a handler for these agent types. */
const foldersFor = (...agentTypes: string[]): string => {
  const root = mkdtempSync(join(projectRoot, 'checkout-'));
  for (const agentType of agentTypes) {
    const folder = join(root, 'functions', `${agentType}-agent`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'handler.ts'), '');
  }
  return root;
};

/** Checks one agent type beside `email`, whole but for the changes. */
const check = (agentType: string, agent: AgentType, more: AgentRegistry = {}) =>
  checkDeployment(
    aDeployment({
      ...elsewhere,
      agents: { email: agents.email, [agentType]: agent, ...more },
      lanes: {
        ...lanes,
        ...Object.fromEntries([agentType, ...Object.keys(more)].map((name) => [name, everyTier])),
      },
      projectRoot: foldersFor('email', agentType, ...Object.keys(more)),
    }),
  );

beforeAll(() => {
  projectRoot = mkdtempSync(join(tmpdir(), 'switchboard-agents-'));
});
afterAll(() => rmSync(projectRoot, { recursive: true }));

describe('a new agent type', () => {
  it('is taken once it has its entry, its folder and its lanes', () => {
    expect(() => check('fax', fax)).not.toThrow();
  });

  it('is refused without a handler, by the name of the file to write', () => {
    const half = aDeployment({
      ...elsewhere,
      agents: { email: agents.email, fax },
      lanes: { ...lanes, fax: everyTier },
      projectRoot: foldersFor('email'),
    });

    expect(() => checkDeployment(half)).toThrow(
      'config/agents.ts: fax has no handler; write functions/fax-agent/handler.ts',
    );
  });

  it('is refused without an entry, by the name of the folder', () => {
    const half = aDeployment({
      ...elsewhere,
      agents: { email: agents.email },
      projectRoot: foldersFor('email', 'fax'),
    });

    expect(() => checkDeployment(half)).toThrow(
      'functions/fax-agent: belongs to no agent type; add fax to config/agents.ts',
    );
  });

  it('is refused without lanes', () => {
    const half = aDeployment({
      ...elsewhere,
      agents: { email: agents.email, fax },
      projectRoot: foldersFor('email', 'fax'),
    });

    expect(() => checkDeployment(half)).toThrow(
      'config/lanes.ts: fax has no lanes; add its row for each tier',
    );
  });

  it.each<[string, Partial<AgentType>, string]>([
    ['no identities', { identities: {} }, "fax.identities is empty; add 'fax-agent-001'"],
    ['no commands', { commands: [] }, 'fax.commands is empty; name what the agent serves'],
    [
      'an identity of another name',
      { identities: { 'fax-1': { sender: 'x' } } },
      "fax.identities has 'fax-1'; name it 'fax-agent-' and three digits",
    ],
    [
      'an identity without a number',
      { identities: { 'fax-agent-one': { sender: 'x' } } },
      "fax.identities has 'fax-agent-one'; name it 'fax-agent-' and three digits",
    ],
    [
      'a pool that another one has',
      { pool: 'email-agent', identities: { 'email-agent-003': { sender: 'x' } } },
      "fax.pool 'email-agent' is the name of email's pool already",
    ],
    [
      "the coordinator's name as pool",
      { pool: 'agent-coordinator', identities: { 'agent-coordinator-001': { sender: 'x' } } },
      "fax.pool 'agent-coordinator' is the name of the coordinator already",
    ],
    [
      'an identity that another one has',
      { identities: { 'email-agent-001': { sender: 'x' } } },
      "fax.identities 'email-agent-001' is the name of email's identity already",
    ],
    [
      'a provider that is reached in the clear',
      { provider: { kind: 'http', url: 'http://fax.example/messages' } },
      'fax.provider.url must begin with https://',
    ],
    [
      'a provider without a URL',
      { provider: { kind: 'http', url: 'fax.example' } },
      'fax.provider.url must be a URL',
    ],
    [
      'a negative weight',
      { identities: { 'fax-agent-001': { sender: 'x', weight: -1 } } },
      'fax.identities.fax-agent-001.weight must be 0 or more',
    ],
    [
      'a capacity of nothing',
      { identities: { 'fax-agent-001': { sender: 'x', capacity: { perSecond: 0 } } } },
      'fax.identities.fax-agent-001.capacity must be more than 0',
    ],
    [
      'nobody in service',
      { identities: { 'fax-agent-001': { sender: 'x', weight: 0 } } },
      'fax.identities all have weight 0; one must be in service',
    ],
    [
      'changing senders of a message that its provider takes once',
      {
        balancing: 'round-robin',
        provider: { kind: 'http', url: 'https://fax.example', idempotent: true },
      },
      "fax.balancing must be 'by-customer': an idempotent provider gets a repeated message as it was",
    ],
  ])('is refused with %s', (_, changes, sentence) => {
    expect(() => check('fax', { ...fax, ...changes })).toThrow(`config/agents.ts: ${sentence}`);
  });

  it("is refused under the coordinator's own name, whose lanes it would take", () => {
    expect(() => check('coordinator', fax)).toThrow(
      "config/agents.ts: agent type 'coordinator' is the name of the coordinator already",
    );
  });

  it('is told all that is wrong with it at once', () => {
    const broken = { ...fax, commands: [], identities: {} };

    expect(() => check('fax', broken)).toThrow(/fax\.commands is empty.*\n.*fax\.identities is empty/);
  });

  it('is refused by the compiler with a command or provider that nobody knows', () => {
    const registry: AgentRegistry = {
      // @ts-expect-error SEND_FAX is no command type
      fax: { ...fax, commands: ['SEND_FAX'] },
      // @ts-expect-error there is no provider of this kind
      pigeon: { ...fax, provider: { kind: 'pigeon' } },
      // @ts-expect-error an HTTP provider has a URL
      telex: { ...fax, provider: { kind: 'http' } },
    };

    expect(Object.keys(registry)).toEqual(['fax', 'pigeon', 'telex']);
  });
});
