import { laneMessageSchema } from '../../shared/lanes/lane-message.ts';
import { contactCommandSchema } from '../../shared/messages/command.ts';
import { parseMessage } from '../../shared/messages/parse-message.ts';
import { quickParser } from '../../shared/messages/quick-parser.ts';
import { aLaneMessage } from '../support/a-lane-message.ts';
import { aReferringCommand } from '../support/a-send-email-command.ts';
import type { Benchmark } from './benchmark.ts';
import { pairedRounds, quantile } from './paired-rounds.ts';

/** Each has ids and a time of its own, as messages have. */
const DOCUMENTS = 1000;

/** P9: validation of a command, alone and as it stands in its lane, ÷ `JSON.parse` of the same bytes. */
export const validation: Benchmark = async ({ quick }) => {
  const [rounds, passes] = quick ? [5, 3] : [41, 20];
  const commands = Array.from({ length: DOCUMENTS }, (_, at) => aCommand(at));
  const alone = await measure(contactCommandSchema, commands, rounds, passes);
  const inLanes = commands.map((command, at) => aLaneMessage(command, 1_700_000_000_000 + at));
  const inLane = await measure(laneMessageSchema, inLanes, rounds, passes);
  return {
    title: `P9 · validation of a command of ${alone.bytes} bytes, and of ${inLane.bytes} bytes in its lane`,
    layer: 'in process',
    goal: '≤ 0.35 × JSON.parse',
    rows: [
      ...alone.rows.map((row) => ({ document: 'command', ...row })),
      ...inLane.rows.map((row) => ({ document: 'lane message', ...row })),
    ],
    notes: [
      `${rounds} paired rounds of ${passes * DOCUMENTS} documents, ${DOCUMENTS} different ones, in one process.`,
    ],
    sameToSame: alone.sameToSame,
  };
};

const measure = async (
  schema: typeof contactCommandSchema | typeof laneMessageSchema,
  documents: readonly unknown[],
  rounds: number,
  passes: number,
) => {
  const texts = documents.map((document) => JSON.stringify(document));
  const parsed = texts.map((text): unknown => JSON.parse(text));
  const quickly = quickParser<unknown>(schema);
  const { ratios, costs } = await pairedRounds(
    {
      'JSON.parse': costOf(texts, passes, JSON.parse),
      'JSON.parse again': costOf(texts, passes, JSON.parse),
      'validate, as agents do': costOf(parsed, passes, quickly),
      'validate, zod compiled': costOf(parsed, passes, (value) => parseMessage<unknown>(schema, value)),
      'validate, zod': costOf(parsed, passes, (value) => schema.safeParse(value)),
    },
    'JSON.parse',
    rounds,
  );
  const rows = Object.entries(ratios)
    .filter(([name]) => name !== 'JSON.parse again')
    .map(([name, { median, p10, p90 }]) => ({
      what: name,
      'ratio (median)': round(median),
      '10 %': round(p10),
      '90 %': round(p90),
      'µs here': round(quantile(costs[name as keyof typeof costs], 0.5)),
    }));
  return { rows, bytes: texts[0]?.length ?? 0, sameToSame: ratios['JSON.parse again'].median };
};

const aCommand = (at: number) => ({
  ...aReferringCommand({ customerId: `cust-${at}` }),
  timestamp: new Date(1_700_000_000_000 + at * 3_600_000).toISOString(),
  correlation: { conversationId: `conv-${at}`, workflowId: `workflow-${at % 10}` },
});

/** Microseconds of CPU for each. */
const costOf =
  <Document>(documents: readonly Document[], passes: number, work: (document: Document) => unknown) =>
  (): number => {
    const before = process.cpuUsage();
    for (let pass = 0; pass < passes; pass += 1) for (const document of documents) work(document);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / (passes * documents.length);
  };

const round = (value: number): number => Math.round(value * 1000) / 1000;
