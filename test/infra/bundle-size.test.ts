import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeBundles, type ShippedBundle, shipBundles } from '../bench/shipped-bundles.ts';
import { AwsStub } from '../bench/wire/aws-stub.ts';
import { functionEnvironment, functionFolders, loadHandlers } from '../bench/wire/functions.ts';
import { walkCommands } from '../bench/wire/walk.ts';
import { agentFolders } from '../support/synthesized.ts';

/** KiB of a bundle at most; each is far below what Lambda takes, and every one of them is read at each cold start. */
const MOST_KIBIBYTES = 300;

describe('shipped bundles', () => {
  const environment = { ...process.env };
  const stub = new AwsStub();
  let bundles: readonly ShippedBundle[] = [];

  const directoryOf = (folder: string): string => {
    const bundle = bundles.find((candidate) => candidate.folder === folder);
    if (bundle === undefined) throw new Error(`${folder}: not shipped`);
    return bundle.directory;
  };

  beforeAll(() => {
    bundles = shipBundles();
  });

  afterAll(() => {
    stub.close();
    removeBundles(bundles);
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
  });

  it(`stay within ${MOST_KIBIBYTES} KiB each`, () => {
    expect(bundles.map(({ folder }) => folder).sort()).toEqual(
      [
        ...new Set([
          ...functionFolders,
          ...agentFolders,
          'back-office',
          'campaign-master',
          'claim-sweep',
          'inbound-mail',
          'reconciler',
          'timer-sweep',
          'unsubscribe',
          'dead-letter-triage',
          'parking-release',
          'record-keeper',
          'saga-correct-and-call',
          'saga-customer-response',
        ]),
      ].sort(),
    );
    expect(bundles.filter(({ kibibytes }) => kibibytes > MOST_KIBIBYTES)).toEqual([]);
  });

  it('have nothing of the AWS SDK: its clients send a header by which they are known', () => {
    const withSdk = bundles.filter(({ directory }) =>
      readFileSync(join(directory, 'index.mjs'), 'utf8').includes('amz-sdk-invocation-id'),
    );
    expect(
      readFileSync('node_modules/@smithy/core/dist-es/submodules/retry/util-retry/constants.js', 'utf8'),
    ).toContain('amz-sdk-invocation-id');
    expect(withSdk.map(({ folder }) => folder)).toEqual([]);
  });

  it('import no module of Node that loads its fetch and WebSocket at their start', () => {
    const importing = bundles.filter(({ directory }) =>
      /\bfrom\s*"(?:node:)?http"/.test(readFileSync(join(directory, 'index.mjs'), 'utf8')),
    );
    const spoken = readFileSync(join(directoryOf('email-agent'), 'index.mjs'), 'utf8');

    expect(spoken).toMatch(/getBuiltinModule\("node:http"\)/);
    expect(spoken).toMatch(/\bfrom\s*"node:crypto"/); // what is imported is known so
    expect(importing.map(({ folder }) => folder)).toEqual([]);
  });

  it('are of code that calls no method of zod which they leave out', () => {
    const leftOut =
      /z\s*\.string\([^)]*\)\s*(?:\.\w+\([^()]*\)\s*)*\.(?:email|url|jwt|emoji|guid|uuid\w*|nanoid|cuid2?|ulid|base64\w*|xid|ksuid|ip\w+|cidr\w+|e164|date|time|datetime|duration|normalize|slugify|(?:to)?(?:lower|upper)case)\(|\.(?:exactOptional|nonoptional|prefault|readonly|and)\(|coerce\.(?:bigint|boolean|date)\(/i;
    const sources = ['config', 'functions', 'shared'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => join(folder, file)),
    );
    expect('z.string().min(1).email()').toMatch(leftOut);
    expect(sources.filter((file) => leftOut.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('carry commands from the bus to the EVENT of their delivery, signed with the role’s credentials', async () => {
    const variables = functionEnvironment(await stub.open(), directoryOf('email-agent'));
    const handlers = await loadHandlers(
      variables,
      (folder) => pathToFileURL(join(directoryOf(folder), 'index.mjs')).href,
    );

    const ledger = await walkCommands(stub, handlers, {
      tier: 'CRITICAL',
      path: 'by bus',
      commands: 20,
      batchSize: 10,
    });

    const events = ledger
      .counts()
      .find(({ stage, call }) => stage === 'event-relay' && call.includes('PutEvents'));
    expect(events).toMatchObject({ by: 'ours', units: 40 });
    expect([...stub.signers]).toEqual(['ASIASTUB']);
  });
});
