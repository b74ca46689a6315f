import { contactCommandSchema } from '../../shared/messages/command.ts';
import { parseMessage } from '../../shared/messages/parse-message.ts';
import { aReferringCommand } from '../support/a-send-email-command.ts';
import type { Benchmark } from './benchmark.ts';
import { pairedRounds, quantile } from './paired-rounds.ts';

/** P9: validation of a command ÷ `JSON.parse` of the same bytes; its schema is compiled after a thousand uses. */
export const validation: Benchmark = async ({ quick }) => {
  const [rounds, times] = quick ? [5, 2000] : [41, 20_000];
  const text = JSON.stringify(aReferringCommand());
  const parsed: unknown = JSON.parse(text);
  const parse = costOf(times, () => JSON.parse(text));
  const { ratios, costs } = await pairedRounds(
    {
      'JSON.parse': parse,
      'JSON.parse again': parse,
      'validate, compiled': costOf(times, () => parseMessage(contactCommandSchema, parsed)),
      'validate, not compiled': costOf(times, () => contactCommandSchema.safeParse(parsed)),
    },
    'JSON.parse',
    rounds,
  );
  return {
    title: `P9 · validation of a command of ${text.length} bytes`,
    layer: 'in process',
    goal: '≤ 0.35 × JSON.parse',
    rows: Object.entries(ratios)
      .filter(([name]) => name !== 'JSON.parse again')
      .map(([name, { median, p10, p90 }]) => ({
        what: name,
        'ratio (median)': round(median),
        '10 %': round(p10),
        '90 %': round(p90),
        'µs here': round(quantile(costs[name as keyof typeof costs], 0.5)),
      })),
    notes: [`${rounds} paired rounds of ${times} documents, one document, in one process.`],
    sameToSame: ratios['JSON.parse again'].median,
  };
};

/** Microseconds of CPU for each. */
const costOf = (times: number, work: () => unknown) => (): number => {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
};

const round = (value: number): number => Math.round(value * 1000) / 1000;
