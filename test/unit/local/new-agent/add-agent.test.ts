import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agents as shipped } from '../../../../config/agents.ts';
import { addAgent } from '../../../../local/new-agent/add-agent.ts';
import { handlerText } from '../../../../local/new-agent/handler-text.ts';
import type { AgentRegistry } from '../../../../shared/agents/agent-registry.ts';

/** A registry with one agent type, as text and as value, whatever this checkout's own holds. */
const registry = `import type { AgentRegistry } from '../shared/agents/agent-registry.ts';

/** A user's own remark. */
export const agents = {
  email: {
    pool: 'email-agent',
  },
} as const satisfies AgentRegistry;

export const more = 1;
`;
const agents: AgentRegistry = { email: shipped.email };
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'switchboard-new-agent-'));
  for (const folder of ['config', 'functions']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'config/agents.ts'), registry);
});
afterEach(() => rmSync(root, { recursive: true }));

const registryNow = () => readFileSync(join(root, 'config/agents.ts'), 'utf8');

describe('addAgent', () => {
  it('adds lines to the registry, changes none, and writes a handler of its own', () => {
    const said = addAgent(root, 'whatsapp', agents);

    const added = registryNow()
      .split('\n')
      .filter((line) => !registry.split('\n').includes(line));
    expect(added).toContain("    pool: 'whatsapp-agent',");
    expect(registryNow().split('\n')).toEqual(expect.arrayContaining(registry.split('\n')));
    expect(readFileSync(join(root, 'functions/whatsapp-agent/handler.ts'), 'utf8')).toContain(
      'agents.whatsapp',
    );
    expect(said.join('\n')).toContain('whatsapp.provider.url');
  });

  it('writes a handler that finds all that it imports', async () => {
    const contents = handlerText('whatsapp');

    const { errors } = await build({
      stdin: { contents, loader: 'ts', resolveDir: 'functions/email-agent' },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    });

    expect(errors).toEqual([]);
  });

  it('adds two, one after the other', () => {
    addAgent(root, 'whatsapp', agents);
    addAgent(root, 'push', agents);

    expect(registryNow()).toMatch(/ {2}whatsapp: \{[\s\S]* {2}push: \{/);
  });

  it.each([
    ['', "'' cannot name an agent type: it takes 2 to 20 small letters and digits, a letter first"],
    ['WhatsApp', "'WhatsApp' cannot name an agent type"],
    ['web-chat', "'web-chat' cannot name an agent type"],
    ['../../etc', "'../../etc' cannot name an agent type"],
    ['a'.repeat(21), 'cannot name an agent type'],
    ['4you', "'4you' cannot name an agent type"],
    ['coordinator', "'coordinator' is a name with a meaning of its own"],
    ['constructor', "'constructor' is a name with a meaning of its own"],
    ['email', "config/agents.ts has an agent type 'email' already"],
  ])('refuses the name %j and writes nothing', (name, sentence) => {
    expect(() => addAgent(root, name, agents)).toThrow(sentence);
    expect(registryNow()).toBe(registry);
  });

  it("refuses a name whose pool is another one's", () => {
    const mail = { mail: { ...shipped.email, pool: 'post-agent' } };

    expect(() => addAgent(root, 'post', mail)).toThrow(
      "config/agents.ts: 'post-agent' is the pool of mail already",
    );
  });

  it('overwrites no folder', () => {
    mkdirSync(join(root, 'functions/whatsapp-agent'));

    expect(() => addAgent(root, 'whatsapp', agents)).toThrow('functions/whatsapp-agent exists already');
    expect(registryNow()).toBe(registry);
  });

  it("writes nothing when it cannot tell the registry's end", () => {
    writeFileSync(
      join(root, 'config/agents.ts'),
      registry.replace('} as const satisfies AgentRegistry;', '};'),
    );

    expect(() => addAgent(root, 'whatsapp', agents)).toThrow(
      /ends the registry; restore it, or write the entry/,
    );
    expect(existsSync(join(root, 'functions/whatsapp-agent'))).toBe(false);
  });
});
