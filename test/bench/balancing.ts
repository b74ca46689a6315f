import { type BalancingName, strategies } from '../../shared/balancing/strategies.ts';
import { simulatePool, type Trouble } from './balancing/simulate-pool.ts';
import type { Benchmark, Row } from './benchmark.ts';

const TROUBLES: readonly Trouble[] = ['none', 'ten times slower', 'dead'];
const SEED = 20_261_126;

/** Load balancing: the strategies beside each other, under the same arrivals, with one identity in trouble. */
export const balancing: Benchmark = async ({ quick }) => {
  const rows: Row[] = [];
  for (const trouble of TROUBLES) {
    for (const name of Object.keys(strategies) as BalancingName[]) {
      const report = await simulatePool({ balancing: name, trouble, seconds: quick ? 15 : 120, seed: SEED });
      rows.push({
        'one of four identities is': trouble === 'none' ? 'as well as the others' : trouble,
        strategy: name,
        'max ÷ mean load': report.maxByMean.toFixed(2),
        'P99 ms': Math.round(report.p99Ms),
        'calls by that one': `${(100 * report.troubledShare).toFixed(1)} %`,
        'calls that failed': `${(100 * report.failedShare).toFixed(1)} %`,
      });
    }
  }
  return {
    title: 'Load balancing among identities',
    layer: 'seeded discrete-event simulation',
    goal: 'nothing to who is UNHEALTHY; P99 with one slow identity near that without',
    rows,
    notes: [
      'Four identities of weights 4, 2, 1, 1, eight calls at once for each of weight; a call takes 80 ms on average (exponential);',
      '400 messages a second, half of what all can do; 200 processes with batches of up to 10 that tell each other once a second.',
      'In trouble is the one of weight 2, whose share is 25 %. Dead: it refuses at once, and is UNHEALTHY after 10 s of 120.',
      'P99 is from a message’s arrival to its acceptance, in virtual time, its retries included.',
    ],
  };
};
