import type { SwitchboardClient } from '../../shared/client/switchboard-client.ts';
import { openClient } from './consumers/coordinator.ts';
import { FunctionPool } from './models/function-pool.ts';
import type { Submitted } from './submitted.ts';
import { customerIdsOf, makeMessage } from './workload.ts';
import type { World } from './world.ts';
import { zones } from './zones.ts';

/** Messages of one campaign that come at once, and the milliseconds between two such bursts on the average. */
const BURST = { from: 1, to: 250 };
const BETWEEN_BURSTS_MS = { from: 100, to: 20_000 };
/** Commands that a trusted producer submits in one call. */
const SUBMITTED_AT_ONCE = 10;
const RETRY_MS = { from: 100, to: 4000 };
const PRODUCER_TIMEOUT_MS = 10_000;

/** Starts the producers: bursts of messages, by the bus or by the client library; they try again until a message is taken. */
export const startProducers = async (world: World): Promise<void> => {
  const customerIds = customerIdsOf(world.seed.messages);
  for (const customerId of customerIds) world.zones.set(customerId, world.random.pick(zones));
  await Promise.all(
    customerIds.map((customerId, index) =>
      world.customers.put(customerOf(customerId, index, world.zones.get(customerId))),
    ),
  );
  const submit = openProducer(world);
  let left = world.seed.messages;
  const burst = () => {
    const size = Math.min(left, world.random.between(BURST.from, BURST.to));
    left -= size;
    const messages = Array.from({ length: size }, () => makeMessage(world, customerIds));
    for (const message of messages) world.submitted.set(message.messageId, message);
    if (world.random.chance(0.25)) submitDirectly(messages, world, submit);
    else for (const message of messages) putOnBus(message, world);
    if (left > 0)
      world.clock.after(world.random.between(BETWEEN_BURSTS_MS.from, BETWEEN_BURSTS_MS.to), burst);
  };
  world.clock.after(0, burst);
};

type Submit = SwitchboardClient['submit'];

const openProducer = (world: World) =>
  new FunctionPool<Parameters<Submit>[0], Awaited<ReturnType<Submit>>>(world, {
    timeoutMs: PRODUCER_TIMEOUT_MS,
    open: (environment) => {
      const client = openClient(world, environment);
      return (intakes) => client.submit(intakes);
    },
  });

const putOnBus = (message: Submitted, world: World): void => {
  const { document } = message;
  const put = () =>
    world.bus.put({ source: document.source, detailType: document.messageType, detail: document });
  put();
  // Whoever hears no answer puts it again, with the same id.
  if (world.faults.strikes('lost put answer'))
    world.clock.after(world.random.between(RETRY_MS.from, RETRY_MS.to), put);
  if (world.faults.strikes('command put twice')) world.clock.after(world.random.between(0, 120_000), put);
};

const submitDirectly = (
  messages: readonly Submitted[],
  world: World,
  pool: ReturnType<typeof openProducer>,
): void => {
  const commands = messages.filter(({ kind }) => kind !== 'context');
  for (const message of messages) if (message.kind === 'context') putOnBus(message, world);
  for (let from = 0; from < commands.length; from += SUBMITTED_AT_ONCE) {
    void submitUntilTaken(commands.slice(from, from + SUBMITTED_AT_ONCE), world, pool);
  }
};

const submitUntilTaken = async (
  messages: readonly Submitted[],
  world: World,
  pool: ReturnType<typeof openProducer>,
): Promise<void> => {
  const intakes = messages.map(({ messageId, document }) => ({ intakeId: messageId, message: document }));
  const results = await pool.invoke(intakes);
  const again =
    typeof results === 'string'
      ? messages
      : messages.filter((_, index) => results[index]?.status === 'FAILED');
  if (again.length === 0) return;
  world.clock.after(world.random.between(RETRY_MS.from, RETRY_MS.to), () => {
    void submitUntilTaken(again, world, pool);
  });
};

const customerOf = (customerId: string, index: number, zone: string | undefined) => ({
  customerId,
  version: 1,
  name: `Customer ${index}`,
  addresses: { email: `${customerId}@example.com`, phone: `+1425555${String(1000 + index).slice(-4)}` },
  zone,
  consents: [],
  suppressions: [],
  attributes: {},
});
