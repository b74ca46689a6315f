import { type PriceName, usdOfUnits } from '../../cli/capacity/aws-prices.ts';
import { sagas as plans } from '../../config/sagas.ts';
import type { SagaPlan } from '../../shared/sagas/saga-plan.ts';
import { aCorrectAndCall, aCustomerResponse } from '../support/a-saga-input.ts';
import { openSagaWorld, type SagaName, type SagaWorldOptions } from '../support/saga-world.ts';
import type { Benchmark, Row } from './benchmark.ts';

/** A way that a saga may take. */
type Path = {
  readonly name: string;
  readonly saga: SagaName;
  readonly isExpress?: true;
  readonly input: () => Promise<unknown> | unknown;
  readonly options?: SagaWorldOptions;
  readonly outcome: 'COMPLETED' | 'COMPENSATED';
};

const nobody = { type: 'SEND_EMAIL', target: 'nobody', templateId: 'templ-789' };
const isSent = (): 'sent' => 'sent';
const callFails: SagaWorldOptions['ends'] = ({ agentType }) => (agentType === 'phone' ? 'failed' : 'sent');

const response = { saga: 'customer-response', options: { ends: isSent } } as const;
const paths: readonly Path[] = [
  { ...response, name: 'customer-response, complete', input: aCustomerResponse, outcome: 'COMPLETED' },
  {
    ...response,
    name: 'customer-response, third step refused',
    input: () => aCustomerResponse({ followUp: nobody }),
    outcome: 'COMPENSATED',
  },
  {
    ...response,
    name: 'customer-response, last step refused after a contact',
    input: () => aCustomerResponse({ nextContact: { ...nobody, afterHours: 0.1 } }),
    outcome: 'COMPENSATED',
  },
  {
    name: 'correct-and-call, complete',
    saga: 'correct-and-call',
    input: aCorrectAndCall,
    options: { ends: isSent },
    outcome: 'COMPLETED',
  },
  {
    name: 'correct-and-call, call fails',
    saga: 'correct-and-call',
    input: aCorrectAndCall,
    options: { ends: callFails },
    outcome: 'COMPENSATED',
  },
];
const short = { intervalSeconds: 1, maxAttempts: 1, backoffRate: 1, maxDelaySeconds: 2 };
const express: SagaPlan = {
  ...plans['customer-response'],
  kind: 'express',
  functionTimeoutSeconds: 6,
  steps: plans['customer-response'].steps.map(({ name }) => ({ name, timeoutSeconds: 6, retry: short })),
};

/** Milliseconds that one call of a table is waited for: P50 of `table` in `cli/capacity/timings.ts`. */
const CALL_MS = 7;
const MEMORY_GB = 0.5;
/** GB of an express execution: its definition and data fit the smallest unit. */
const EXPRESS_GB = 64 / 1024;
/** Transitions that AWS's own example counts beside those of states: the start and the end. */
const ENDS = 2;

const reads: ReadonlySet<string> = new Set(['read', 'get', 'getMany', 'find', 'due']);
/** Answers to a task token are not billed. */
const free: ReadonlySet<string> = new Set(['succeed', 'fail', 'beat']);

/** What a saga of a way costs, counted at the ports of its function and at the states of its machine. */
const costOf = async ({ name, saga, isExpress, input, options, outcome }: Path): Promise<Row> => {
  const world = await openSagaWorld(saga, { ...options, ...(isExpress ? { plan: express } : {}) });
  const { output, states } = await world.run(await input());
  if ((output as { outcome?: unknown } | undefined)?.outcome !== outcome)
    throw new Error(`${name}: ${JSON.stringify(output)}`);
  const count = (isCounted: (method: string) => boolean) => world.called.filter(isCounted).length;
  const [sends, inserts] = [count((method) => method === 'send'), count((method) => method === 'insert')];
  const read = count((method) => reads.has(method));
  const calls = count((method) => !free.has(method));
  // A fact is a write unit, and so is each other item.
  const written = world.journal.all().length + calls - read - sends - inserts;
  const invocations = world.calls.length;
  const milliseconds = calls * CALL_MS;
  const units: Partial<Record<PriceName, number>> = {
    dynamoDbWrite: written,
    dynamoDbRead: read,
    sqsRequest: sends,
    lambdaInvoke: invocations,
    lambdaComputeArm: (milliseconds / 1000) * MEMORY_GB,
    ...(isExpress
      ? { expressRequest: 1, expressDuration: (Math.ceil(milliseconds / 100) / 10) * EXPRESS_GB }
      : { stepTransition: states.length }),
  };
  const usd =
    Object.entries(units).reduce((sum, [price, of]) => sum + usdOfUnits(price as PriceName, of), 0) * 1e6;
  return {
    saga: name,
    transitions: isExpress ? '-' : states.length,
    invocations,
    'AWS calls': calls,
    'write units': written,
    'read units': read,
    'USD per million': round(usd),
    'with start and end': isExpress ? '-' : round(usd + usdOfUnits('stepTransition', ENDS) * 1e6),
  };
};

const round = (value: number): number => Math.round(value * 10) / 10;

/** P11 of sagas: USD for a million of each, with and without compensation. */
export const sagas: Benchmark = async () => {
  const [complete, refused] = paths;
  if (complete === undefined || refused === undefined) throw new Error('no path');
  const short = [complete, refused].map((path) => ({
    ...path,
    name: `${path.name}, express`,
    isExpress: true as const,
  }));
  const rows: Row[] = [];
  for (const path of [...paths, ...short]) rows.push(await costOf(path));
  return {
    title: 'P11: what a saga costs beside its contacts',
    layer: 'in process',
    goal: '≤ 150 USD per million standard, ≤ 40 short ones',
    rows,
    notes: [
      'The definition as it is deployed, run in process; calls are counted at the ports of its function, one unit each, and a unit for each fact.',
      `Compute: ${CALL_MS} ms for each call, one after the other, at ${MEMORY_GB} GB; contacts themselves cost what P5 says.`,
      'AWS’s own pricing example counts the start and the end of an execution as transitions too: the last column.',
    ],
  };
};
