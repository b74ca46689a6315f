import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { REQUIRE_BANNER } from '../../infra/bundle/options.ts';
import { commandAggregate, eventIdOf, fact } from '../../shared/journal/command-facts.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import { DynamoDbToldMarks } from '../../shared/reconciliation/adapters/dynamodb-told-marks.ts';
import { eventOfFact } from '../../shared/relay/event-of-fact.ts';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { createStreamedJournal, localDynamoDb } from '../support/create-journal-table.ts';
import { deployTestFunction, type TestFunction } from '../support/deploy-test-function.ts';
import { itemOf } from '../support/item-of.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { storedZip } from '../support/stored-zip.ts';
import { openTestCli } from '../support/test-cli.ts';

const reportSchema = z.object({
  compared: z.number(),
  isComplete: z.boolean(),
  findings: z.record(z.string(), z.object({ missing: z.number(), repaired: z.number() })),
});

let stage: LocalStage;
let reconciler: Awaited<ReturnType<typeof deployReconciler>>;
const cli = openTestCli();

beforeAll(async () => {
  stage = await openLocalStage();
  reconciler = await deployReconciler();
});

afterAll(async () => {
  await reconciler.function.remove();
  cli.remove();
});

describe('the reconciler', () => {
  it('tells the bus of facts that no relay has read, and of no others', async () => {
    const events = await stage.subscribe();
    const [told, dropped, failed] = [anUnknown(), anUnknown(), anUnknown()];
    await reconciler.journal.insert([told, dropped, aClaim()]);
    await reconciler.markTold(told);
    await reconciler.putFailedRecord(failed);

    const runs = await until('both to be repaired', () => reconciler.runUntilRepaired(2));
    const again = await reconciler.run();

    expect(runs).toMatchObject({ missing: 2, repaired: 2 });
    expect(again).toMatchObject({ compared: 0, isComplete: true });
    for (const repaired of [dropped, failed]) {
      const event = await events.untilEvent('the EVENT of a dropped record', ({ messageId }) =>
        [repaired].map(eventIdOf).includes(messageId),
      );
      expect(event).toEqual(JSON.parse(JSON.stringify(eventOfFact(repaired))));
    }
    expect(events.seen.map(({ messageId }) => messageId)).not.toContain(eventIdOf(told));
  });

  it('finds nothing missing where the relay has told all, by the command line too', async () => {
    const command = aSendEmailCommand();
    await stage.put([command]);
    await stage.untilStatus(command.messageId, 'DELIVERED');

    const report = await until('the relay to have marked everything', async () => {
      const run = await cli.json(['reconcile', 'run', '--hours', '24', '--grace', '0', '--dry-run']);
      expect(run.code, run.stderr).toBe(0);
      const { compared, findings } = reportSchema.parse(run.json);
      const isKnown = Object.values(findings).every(({ missing }) => missing === 0);
      return compared > 0 && isKnown ? findings : undefined;
    });

    expect(report).toEqual({
      events: { missing: 0, repaired: 0 },
      batches: { missing: 0, repaired: 0 },
      'command-index': { missing: 0, repaired: 0 },
    });
  });
});

const aClaim = (): Fact =>
  fact('claimed', commandAggregate(randomUUID()), Date.now(), {
    attempt: 1,
    owner: 'test',
    deadline: Date.now(),
  } as never);

const anUnknown = (): Fact =>
  fact('unknown', commandAggregate(randomUUID()), Date.now(), {
    agentType: 'email',
    identity: 'email-agent-001',
    commandType: 'SEND_EMAIL',
    customerId: 'cust-456',
    attempt: 1,
    cause: 'TimeoutError',
  });

/** The shipped reconciler on a journal that no relay reads, with a bucket of failed records of its own. */
const deployReconciler = async () => {
  const { journal, streamArn, tableName } = await createStreamedJournal(inject('endpoint'));
  const s3 = new S3Client({ ...stage.settings, forcePathStyle: true });
  const Bucket = `failed-records-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const stateTable = await stage.parameter(stage.names.stateTableName);
  const marks = new DynamoDbToldMarks({
    client: localDynamoDb(inject('endpoint')),
    tableName: stateTable,
    now: Date.now,
    newId: randomUUID,
  });
  const deployed = await deployFunction({
    STAGE: 'local',
    BUS_NAME: stage.busName,
    STATE_TABLE: stateTable,
    JOURNAL_TABLE: tableName,
    JOURNAL_RETENTION_DAYS: '35',
    JOURNAL_STREAM_ARN: streamArn,
    FAILED_RECORDS_BUCKET: Bucket,
  });
  const run = async () => {
    const { payload, functionError, log } = await deployed.invoke({ graceSeconds: 0 });
    expect(functionError, log).toBeUndefined();
    return reportSchema.loose().parse(payload);
  };
  const total = { missing: 0, repaired: 0 };
  return {
    function: deployed,
    journal,
    run,
    /** Runs once; answers with what all runs found as soon as they have repaired so many. */
    runUntilRepaired: async (count: number) => {
      const { missing = 0, repaired = 0 } = (await run()).findings['events'] ?? {};
      total.missing += missing;
      total.repaired += repaired;
      return total.repaired >= count ? total : undefined;
    },
    markTold: async (of: Fact) => marks.note([eventOfFact(of)].filter((event) => event !== undefined)),
    /** As Lambda writes it on AWS: the event as JSON in the JSON. */
    putFailedRecord: async (of: Fact) => {
      const payload = JSON.stringify({ Records: [{ dynamodb: { NewImage: itemOf(of) } }] });
      const Body = JSON.stringify({ version: '1.0', payload });
      await s3.send(new PutObjectCommand({ Bucket, Key: `aws/lambda/${randomUUID()}`, Body }));
    },
  };
};

const deployFunction = async (environment: Record<string, string>): Promise<TestFunction> => {
  const bundle = await build({
    entryPoints: ['functions/reconciler/handler.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE_BANNER },
  });
  const code = Buffer.from(bundle.outputFiles[0]?.contents ?? []);
  return deployTestFunction(inject('endpoint'), 'reconciler.mjs', {
    timeoutSeconds: 300,
    memoryMegabytes: 512,
    environment,
    code: { ZipFile: storedZip({ 'reconciler.mjs': code }) },
  });
};
