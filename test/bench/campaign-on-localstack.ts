import type { Benchmark } from './benchmark.ts';
import { runOnLocalStack } from './campaigns/run-on-localstack.ts';

/** Of the benchmark itself, which listens to the bus by a queue of its own. */
const OWN = /^sqs\.(ReceiveMessage|DeleteMessage)/;

/** What a member of a campaign asks of AWS in all, on LocalStack: master, front door, agents, relay and receipts. */
export const campaignOnLocalStack: Benchmark = async ({ quick }) => {
  const members = quick ? 20 : 500;
  const { requests, taken, twice, steps, completions, counted } = await runOnLocalStack(members);
  const contacts = Object.values(taken).reduce((sum, count) => sum + count, 0);
  const ours = Object.entries(requests)
    .filter(([operation]) => !OWN.test(operation))
    .toSorted(([, a], [, b]) => b - a);
  const row = (operation: string, count: number) => ({
    operation,
    requests: count,
    'per contact': (count / contacts).toFixed(3),
    'per member': (count / members).toFixed(3),
  });
  const total = ours.reduce((sum, [, count]) => sum + count, 0);
  return {
    title: `P11: a campaign of ${members} members on LocalStack`,
    layer: 'LocalStack',
    goal: 'each member contacted once a step, completion counted exactly once',
    rows: [...ours.map(([operation, count]) => row(operation, count)), row('all', total)],
    notes: [
      `Contacts: ${JSON.stringify(taken)}, ${twice} twice. ${steps} steps told as completed with ${counted.join(', ')} members, the campaign ${completions} time(s).`,
      "Requests of the functions and of the state machine's tasks as LocalStack's log of level info names them; those that LocalStack makes itself (pollers, streams, rules) are not in it. Of events.PutEvents one for each receipt is the provider's, which the sandbox plays, and one the order.",
    ],
  };
};
