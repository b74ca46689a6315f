import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agents } from '../../config/agents.ts';
import { agentFolder } from '../../infra/deployment.ts';
import { deployedFolders } from '../../local/watch/deployed-functions.ts';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { copyCheckout } from '../support/copy-checkout.ts';
import { type LocalAssembly, stacksThatDiffer, synthesizeCheckout } from '../support/local-assembly.ts';
import { type LocalStage, openLocalStage } from '../support/local-stage.ts';
import { sandboxClient } from '../support/sandbox.ts';

/** The agent type that is changed while commands flow to the e-mail agent: another one, where there is one. */
const changed = agentFolder(Object.keys(agents).find((agentType) => agentType !== 'email') ?? 'email');
const changedStack = `switchboard-local-${changed}`;
const MS_BETWEEN_COMMANDS = 250;

const sandbox = sandboxClient();
let stage: LocalStage;
let lambda: LambdaClient;
let checkout: string;
let before: LocalAssembly;

beforeAll(async () => {
  stage = await openLocalStage();
  lambda = new LambdaClient(stage.settings);
  checkout = copyCheckout();
  before = await synthesizeCheckout(checkout, 'before');
});
afterAll(async () => {
  await before?.deploy(changedStack);
  rmSync(checkout, { recursive: true, force: true });
});

describe('one agent type of a stage', () => {
  it('is changed and deployed alone while commands flow to the others, and none is lost', async () => {
    appendFileSync(join(checkout, 'functions', changed, 'handler.ts'), "\nexport const revision = 'next';\n");
    const after = await synthesizeCheckout(checkout, 'after');
    const codeBefore = await codeByFolder();
    const flow = startFlow();

    try {
      await after.deploy(changedStack);
    } finally {
      flow.stop();
    }
    const commandIds = await flow.sent;

    expect(stacksThatDiffer(before, after)).toEqual([changedStack]);
    expect(foldersThatDiffer(codeBefore, await codeByFolder())).toEqual([changed]);
    expect(commandIds.length).toBeGreaterThan(5);
    for (const commandId of commandIds) {
      await stage.untilStatus(commandId, 'DELIVERED');
      expect(await sandbox.inbox({ commandId })).toHaveLength(1);
    }
  });
});

/** Puts a command for the e-mail agent on the bus again and again, until it is stopped. */
const startFlow = () => {
  let stopped = false;
  const put = async (): Promise<readonly string[]> => {
    const commandIds: string[] = [];
    while (!stopped) {
      const command = aSendEmailCommand({ target: 'email-agent' });
      await stage.put([command]);
      commandIds.push(command.messageId);
      await new Promise((resolve) => setTimeout(resolve, MS_BETWEEN_COMMANDS));
    }
    return commandIds;
  };
  return {
    sent: put(),
    stop: () => {
      stopped = true;
    },
  };
};

/** The hashes of the code that runs, by folder. */
const codeByFolder = async (): Promise<ReadonlyMap<string, string>> => {
  const hashes = (await deployedFolders(lambda, 'local')).map(async ({ folder, functionNames }) => {
    const codes = functionNames.map(async (FunctionName) => {
      const { CodeSha256 } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      return CodeSha256;
    });
    return [folder, (await Promise.all(codes)).join(' ')] as const;
  });
  return new Map(await Promise.all(hashes));
};

const foldersThatDiffer = (
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): readonly string[] =>
  [...other].filter(([folder, code]) => one.get(folder) !== code).map(([folder]) => folder);
