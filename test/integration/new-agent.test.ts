import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyCheckout } from '../support/copy-checkout.ts';
import { type LocalAssembly, stacksThatDiffer, synthesizeCheckout } from '../support/local-assembly.ts';
import { type LocalStage, openLocalStage } from '../support/local-stage.ts';
import { sandboxClient } from '../support/sandbox.ts';

const agentStack = 'switchboard-local-whatsapp-agent';
/** The coordinator is in it, and must know the new lanes. */
const messagingStack = 'switchboard-local-messaging';

const sandbox = sandboxClient();
let stage: LocalStage;
let checkout: string;
let before: LocalAssembly;
let after: LocalAssembly | undefined;

/** Runs a program in the copy; answers what it printed. Throws that when the program fails. */
const run = (command: string, ...args: string[]): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: checkout, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
};

const git = (...args: string[]): string =>
  run('git', '-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args);

beforeAll(async () => {
  stage = await openLocalStage();
  checkout = copyCheckout();
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'before');
  before = await synthesizeCheckout(checkout, 'before');
});
afterAll(async () => {
  await before?.deploy(messagingStack);
  await after?.destroy(agentStack);
  rmSync(checkout, { recursive: true, force: true });
});

describe('npm run new:agent', () => {
  it('adds an agent type by one entry and one folder, which is all that it takes to deploy and deliver', async () => {
    const said = run('node', 'local/run.mjs', 'new-agent', 'whatsapp');
    const changes = git('status', '--porcelain').trimEnd().split('\n');
    after = await synthesizeCheckout(checkout, 'after');
    await after.deploy(agentStack, messagingStack);
    const command = aSendMessageCommand();
    await stage.put([command]);
    await stage.untilStatus(command.messageId, 'SENT');

    expect(said).toContain('Written: the entry whatsapp in config/agents.ts');
    expect(changes).toEqual([' M config/agents.ts', '?? functions/whatsapp-agent/']);
    expect(stacksThatDiffer(before, after)).not.toContain('switchboard-local-data');
    expect(git('diff', '--numstat')).toMatch(/^\d+\t0\tconfig\/agents\.ts\n$/);
    expect(await sandbox.inbox({ commandId: command.messageId })).toMatchObject([
      {
        channel: 'whatsapp',
        from: 'Switchboard',
        to: ['+15550123456'],
        text: expect.stringContaining('Ada Lovelace'),
      },
    ]);
    const facts = await stage.facts(command.messageId);
    expect(facts.map(({ type }) => type)).toEqual(['accepted', 'claimed', 'sent']);
    expect(facts[0]).toMatchObject({ body: { agentType: 'whatsapp', identity: 'whatsapp-agent-001' } });
  });

  it('writes what the compiler and the linter take as it is', () => {
    const project = { extends: '../tsconfig.json', include: ['../config', '../functions/whatsapp-agent'] };
    writeFileSync(join(checkout, '.switchboard/tsconfig.json'), JSON.stringify(project));

    const typed = run('node', 'node_modules/typescript/bin/tsc', '-p', '.switchboard', '--listFilesOnly');

    expect(typed).toContain('functions/whatsapp-agent/handler.ts');
    expect(run('node', 'node_modules/typescript/bin/tsc', '-p', '.switchboard')).toBe('');
    run('node', 'node_modules/@biomejs/biome/bin/biome', 'ci', 'config', 'functions');
  });

  it('refuses the same name a second time', () => {
    expect(() => run('node', 'local/run.mjs', 'new-agent', 'whatsapp')).toThrow(
      "npm run new:agent: config/agents.ts has an agent type 'whatsapp' already",
    );
  });
});

const aSendMessageCommand = () => ({
  messageId: randomUUID(),
  messageType: 'COMMAND',
  timestamp: new Date().toISOString(),
  source: 'agent-coordinator',
  target: 'whatsapp-agent',
  command: {
    type: 'SEND_MESSAGE',
    customerId: 'cust-456',
    templateId: 'templ-789',
    priority: 'HIGH',
    context: { customerData: { name: 'Ada Lovelace', addresses: { whatsapp: '+15550123456' } } },
  },
});
