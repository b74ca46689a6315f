import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { deployedFolders } from '../../local/watch/deployed-functions.ts';
import { watchFunctions } from '../../local/watch/watch-functions.ts';
import { deployTestFunction, localClient, type TestFunction } from '../support/deploy-test-function.ts';
import { until } from '../support/local-stage.ts';

const endpoint = inject('endpoint');
const lambda = new LambdaClient(localClient(endpoint));
const stop = new AbortController();
const said: string[] = [];
let root: string;
let deployed: TestFunction;
let watching: Promise<void>;

/** Saves a file as many editors do: a new one takes the place of the old. */
const save = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, 'saving'), text);
  renameSync(join(root, 'saving'), join(root, path));
};

const untilSaid = (what: RegExp) =>
  until(`"${what.source}" to be said`, async () => said.find((line) => what.test(line)));

const untilAnswered = (answer: string) =>
  until(`the answer ${answer}`, async () =>
    (await deployed.invoke()).payload === answer ? true : undefined,
  );

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'switchboard-watch-'));
  save('index.mjs', "export const handler = async () => 'deployed';");
  save('config/templates/templ-1/text.liquid', 'one');
  save('shared/answer.ts', "export const answer: string = 'first';");
  save(
    'functions/probe/handler.ts',
    `import { readFileSync } from 'node:fs';
     import { answer } from '../../shared/answer.ts';
     const template = readFileSync(process.env['LAMBDA_TASK_ROOT'] + '/templates/templ-1/text.liquid', 'utf8');
     export const handler = async () => answer + ' ' + template;`,
  );
  deployed = await deployTestFunction(endpoint, join(root, 'index.mjs'));
  watching = watchFunctions({
    root,
    directory: join(root, 'bundles'),
    functions: [{ folder: 'probe', functionNames: [deployed.name] }],
    client: lambda,
    signal: stop.signal,
    say: (line) => said.push(line),
  });
  await untilSaid(/^watching/);
});
afterAll(async () => {
  stop.abort();
  await watching;
  await deployed.remove();
  rmSync(root, { recursive: true });
});

describe('npm run local:watch', () => {
  it('has the source of this machine answer in place of what was deployed', async () => {
    expect((await deployed.invoke()).payload).toBe('first one');
  });

  it('redeploys the functions that read a changed file', async () => {
    const began = performance.now();
    save('shared/answer.ts', "export const answer: string = 'second';");

    await untilAnswered('second one');

    console.log(`local:watch: from saved to answered ${((performance.now() - began) / 1000).toFixed(2)} s`);
    expect(said.join('\n')).toMatch(/^probe redeployed in \d+\.\d\d s$/m);
  });

  it('takes changed templates along', async () => {
    save('config/templates/templ-1/text.liquid', 'two');

    await untilAnswered('second two');
  });

  it('keeps the code of a function that does not build, says where it breaks, and goes on once it is mended', async () => {
    save('shared/answer.ts', 'export const answer: string = ;');
    await untilSaid(/^probe does not build, so it keeps its code: shared\/answer\.ts:1: Unexpected ";"$/);
    expect((await deployed.invoke()).payload).toBe('second two');

    save('shared/answer.ts', "export const answer: string = 'third';");

    await untilAnswered('third two');
  });

  it('finds every function of a stage by its folder', async () => {
    const folders = await deployedFolders(lambda, 'local');

    expect(folders.map(({ folder }) => folder)).toEqual(readdirSync('functions').toSorted());
    expect(folders.find(({ folder }) => folder === 'email-agent')?.functionNames).toHaveLength(2);
  });
});
