import { awsPrices, type PriceName } from '../../cli/capacity/aws-prices.ts';
import { agents } from '../../config/agents.ts';
import { SHARES_CONTROL } from '../../shared/fairness/shares.ts';
import { priorities } from '../../shared/messages/priority.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';
import { CONTROL_PREFIX } from '../../shared/state/control-store.ts';
import type { Benchmark } from './benchmark.ts';
import { AwsStub } from './wire/aws-stub.ts';
import { type CallCount, usdOf } from './wire/call-ledger.ts';
import { functionEnvironment, loadHandlers } from './wire/functions.ts';
import { type WalkOptions, walkCommands } from './wire/walk.ts';

/** The configuration that the golden table holds: full batches of 10, everything is delivered at the first attempt. */
export const referenceWalks: readonly WalkOptions[] = [
  ...priorities.flatMap((tier) =>
    (['by bus', 'direct'] as const).map((path) => ({ tier, path, commands: 20, batchSize: 10 })),
  ),
  // Full batches, per member: 50 in a document, 10 in a call and in an invocation.
  ...(['by bus, in a batch', 'direct, in a batch'] as const).map((path) => ({
    tier: 'MEDIUM' as const,
    path,
    commands: 100,
    batchSize: 10,
  })),
];

/** The same where identities have rates: every batch takes tokens for itself, the most that it can be. */
export const ratedWalks: readonly WalkOptions[] = [
  { tier: 'LOW', path: 'direct', commands: 20, batchSize: 10, hasRates: true },
];

/** The same with one message in a batch: what a message costs that comes alone. */
const LONELY: readonly WalkOptions[] = (['by bus', 'direct'] as const).map((path) => ({
  tier: 'CRITICAL',
  path,
  commands: 5,
  batchSize: 1,
}));

/** A walk and what it counted, per message. */
export type CountedWalk = { readonly options: WalkOptions; readonly counts: readonly CallCount[] };

/** Runs walks one after the other through the real handlers, with the real SDK, against one stub. */
export const countWalks = async (walks: readonly WalkOptions[]): Promise<readonly CountedWalk[]> => {
  const stub = new AwsStub();
  try {
    const environment = functionEnvironment(await stub.open(), 'config');
    const handlers = await loadHandlers(environment, (folder) => `../../../functions/${folder}/handler.ts`);
    for (const options of LONELY) await walkCommands(stub, handlers, options); // the branch key comes once an hour
    const counted: CountedWalk[] = [];
    for (const options of walks) {
      if (options.hasRates) await setRates(stub);
      const counts = (await walkCommands(stub, handlers, options)).counts();
      const perMessage = ({ calls, units, ...count }: CallCount) => ({
        ...count,
        calls: calls / options.commands,
        units: units / options.commands,
      });
      counted.push({ options, counts: counts.map(perMessage) });
    }
    return counted;
  } finally {
    stub.close();
  }
};

/** A switch that agents see when they look the next time, a second after the last one. */
const setRates = async (stub: AwsStub): Promise<void> => {
  const identities = Object.keys(agents.email.identities).map((name) => [name, { perSecond: 1000 }] as const);
  const value = JSON.stringify({ campaigns: {}, identities: Object.fromEntries(identities) });
  const key = { id: { S: `${CONTROL_PREFIX}${SHARES_CONTROL}` }, part: { S: 'control' } };
  stub.journal.store('state', { ...key, version: { N: '1' }, value: { S: value } });
  await systemPorts.sleep(1100);
};

/** The golden table: for each path every call, who makes it, how often for one message, and what is billed. */
export const goldenTable = (walks: readonly CountedWalk[]) =>
  walks.map(({ options: { tier, path, hasRates }, counts }) => ({
    tier,
    path,
    ...(hasRates && { hasRates }),
    callsPerMessage: round(sum(counts.map(({ calls }) => calls))),
    calls: Object.fromEntries(
      counts
        .filter(({ price }) => !isEstimate(price))
        .map(({ by, stage, call, calls, price, units }) => [
          `${stage}: ${call} (${by})`,
          `${round(calls)} calls, ${round(units)} × ${price}`,
        ]),
    ),
  }));

/** P5: AWS calls per message and US dollars per million, by tier and path. */
export const callsPerMessage: Benchmark = async () => {
  const walks = await countWalks([...referenceWalks, ...LONELY, ...ratedWalks]);
  return {
    title: 'P5 · AWS calls per message and USD per million messages',
    layer: 'real handlers against a wire stub',
    goal: '≤ 9 USD by bus, ≤ 7 direct, with everything; then ≤ 4.5 direct',
    rows: walks.map(({ options: { tier, path, batchSize, hasRates }, counts }) => ({
      tier,
      path: hasRates ? `${path}, with rates` : path,
      batch: batchSize,
      'our calls': round(callsBy(counts, 'ours')),
      'calls AWS makes': round(callsBy(counts, 'AWS')),
      calls: round(sum(counts.map(({ calls }) => calls))),
      USD: dollars(counts),
      'of it messaging': dollars(counts.filter(({ price }) => price === 'sqsRequest')),
      'events on the bus': dollars(counts.filter(({ price }) => price === 'eventBridgeEvent')),
      tables: dollars(counts.filter(({ price }) => price.startsWith('dynamoDb'))),
      'functions and logs': dollars(counts.filter(({ price }) => /^(lambda|log)/.test(price))),
    })),
    notes: [
      'From the accepted command over the provider call and its receipt to the EVENTs; there is no audit chain yet.',
      'Left out: the provider’s price (SES: 100 USD per million) and polls of empty queues.',
      `Compute time is assumed, not measured; prices: cli/capacity/aws-prices.ts, looked up ${awsPrices.sqsRequest.date}.`,
    ],
  };
};

/** Compute time is assumed and logs vary with every word in them: neither is a count. */
const isEstimate = (price: PriceName): boolean => price === 'lambdaComputeArm' || price === 'logKilobyte';

const callsBy = (counts: readonly CallCount[], by: CallCount['by']): number =>
  sum(counts.filter((count) => count.by === by).map(({ calls }) => calls));

const dollars = (counts: readonly CallCount[]): number => round(sum(counts.map(usdOf)) * 1e6);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const round = (value: number): number => Math.round(value * 100) / 100;
