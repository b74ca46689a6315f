import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Benchmark } from './benchmark.ts';
import { type Counted, countCampaign } from './campaigns/count-campaign.ts';
import { median } from './campaigns/median.ts';

const planner = fileURLToPath(new URL('./campaigns/plan-process.ts', import.meta.url));
const ROUNDS = 5;

/** USD per million, `us-east-1`. */
const PRICES = { write: 0.625, read: 0.125, message: 0.4, transition: 25, gigabyteSecond: 16.67, s3Get: 0.4 };
/** Of a call's milliseconds that a function of half a GB is billed for, its client's CPU; waits of calls overlap. */
const CALL_GB_SECONDS = 0.0008 * 0.5;

const heapOf = (members: number): number => {
  const heaps = Array.from({ length: ROUNDS }, () => {
    const args = [planner, String(members)];
    const answer: { most: number; members: number } = JSON.parse(
      execFileSync(process.execPath, args).toString(),
    );
    if (answer.members !== members) throw new Error(`planned ${answer.members} of ${members}`);
    return answer.most;
  });
  return median(heaps);
};

const rowOf = (name: string, counted: Counted, contacts: number) => {
  const usd =
    counted.writeUnits * PRICES.write +
    counted.readUnits * PRICES.read +
    counted.queueCalls * PRICES.message +
    counted.transitions * PRICES.transition +
    counted.s3Gets * PRICES.s3Get +
    counted.calls * CALL_GB_SECONDS * PRICES.gigabyteSecond;
  const per = (value: number) => (value / contacts).toFixed(3);
  return {
    campaign: name,
    contacts,
    'AWS calls': per(counted.calls),
    'write units': per(counted.writeUnits),
    'read units': per(counted.readUnits),
    'SQS calls': per(counted.queueCalls),
    transitions: per(counted.transitions),
    'USD per million': (usd / contacts).toFixed(2),
  };
};

/** What a member costs beside the agents' work, and whether planning more of them takes more memory. */
export const campaigns: Benchmark = async ({ quick }) => {
  const members = quick ? 500 : 2000;
  const one = await countCampaign(members, 1);
  const three = await countCampaign(members, 3);
  const [few, many] = [heapOf(1000), heapOf(10_000)];
  return {
    title: 'P11: what a campaign costs beside its contacts',
    layer: 'in process',
    goal: 'peak heap of 10,000 members ≤ 1.1 × that of 1,000',
    rows: [
      rowOf('one step, closed', one, one.contacts),
      rowOf('three steps, nobody answers', three, three.contacts),
    ],
    notes: [
      'All per contact: a member counts once for each step. Of the master alone: planning, the front door in its process, closing a step from the facts. Agents, relay and receipts cost what a batch’s member costs (P5).',
      'Calls are counted at the ports and paged as the adapters page them (25 inserts, 100 keys, 10 messages); a fact, a member’s place and a page’s kilobyte are one write unit each, a strongly consistent query one read unit.',
      `Peak heap after collection, median of ${ROUNDS} processes: 1,000 members ${few} bytes, 10,000 members ${many} bytes: ${(many / few).toFixed(3)} ×. Lines of the file are made as they are read; what DynamoDB keeps is not kept.`,
    ],
  };
};
