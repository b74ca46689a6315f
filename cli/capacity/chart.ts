import type { Priority } from '../../shared/messages/priority.ts';
import type { PlanReport } from '../format/format-plan.ts';
import { offeredTiers, type TierPlan } from './plan.ts';
import type { TierTally } from './tally.ts';
import { WARM_UP_MS } from './workload.ts';

const WIDTH = 960;
const HEIGHT = 420;
const PANEL = { width: 380, height: 270, top: 70 } as const;
const LEFT = [60, 540] as const;
/** Seconds of the first panel's axis: a logarithmic one. */
const SECONDS = [0.01, 0.1, 1, 5, 30, 300, 3000] as const;
const STEPS = 120;

/** Dark enough on white, and apart for those who see no red or green: Okabe and Ito's. */
const colours = {
  CRITICAL: '#d55e00',
  HIGH: '#e69f00',
  MEDIUM: '#009e73',
  LOW: '#0072b2',
} as const satisfies Record<Priority, string>;

/** A plan as an SVG document: what part of each tier starts within which time, and how many messages wait when. */
export const drawPlan = (report: PlanReport): string => {
  const rows = offeredTiers(report.plan);
  const tallies = report.plan.tallies.filter(({ offered }) => offered > 0);
  const title = `${report.profile}, quota ${report.quota}, ${report.agentType} ${report.path === 'bus' ? 'by bus' : 'direct'}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${escaped(title)}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(LEFT[0], 26, title, 'font-size="16" font-weight="600"'),
    ...attainmentPanel(rows, tallies),
    ...waitingPanel(tallies),
    ...legend(rows),
    '</svg>',
    '',
  ].join('\n');
};

const attainmentPanel = (rows: readonly TierPlan[], tallies: readonly TierTally[]): readonly string[] => {
  const [first, last] = [SECONDS[0], SECONDS[SECONDS.length - 1] ?? 1];
  const x = (value: number) =>
    LEFT[0] + (PANEL.width * Math.log(Math.max(value, first) / first)) / Math.log(last / first);
  const y = (part: number) => PANEL.top + PANEL.height * (1 - part);
  return [
    text(LEFT[0], 56, 'started within … of the time they were due', 'font-weight="600"'),
    ...SECONDS.map((value) => tick(x(value), value >= 1 ? `${value} s` : `${value * 1000} ms`)),
    ...[0, 0.25, 0.5, 0.75, 1].map((part) => gridLine(LEFT[0], y(part), `${part * 100} %`)),
    ...rows.map(
      ({ tier, deadlineSeconds }) =>
        `<line x1="${at(x(deadlineSeconds))}" x2="${at(x(deadlineSeconds))}" y1="${y(1)}" y2="${y(0)}" stroke="${colours[tier]}" stroke-dasharray="4 3"/>`,
    ),
    ...tallies.map(({ tier, latencies, offered }) => {
      const points = Array.from({ length: STEPS + 1 }, (_, step) => {
        const part = step / STEPS;
        const value =
          (latencies[Math.min(latencies.length - 1, Math.floor(part * latencies.length))] ?? 0) / 1000;
        return `${at(x(Math.min(value, last)))},${at(y((part * latencies.length) / offered))}`;
      });
      return line(points, tier);
    }),
  ];
};

const waitingPanel = (tallies: readonly TierTally[]): readonly string[] => {
  const end = Math.max(1, ...tallies.map(({ startedAt }) => maximum(startedAt) - WARM_UP_MS)) / 1000;
  const series = tallies.map((tally) => ({ tier: tally.tier, counts: waitingOver(tally, end) }));
  const most = Math.max(1, ...series.flatMap(({ counts }) => counts));
  const x = (step: number) => LEFT[1] + (PANEL.width * step) / STEPS;
  const y = (count: number) => PANEL.top + PANEL.height * (1 - count / most);
  return [
    text(LEFT[1], 56, 'due and not yet started, over time', 'font-weight="600"'),
    ...[0, 0.25, 0.5, 0.75, 1].map((part) => tick(x(part * STEPS), `${short(part * end)} s`)),
    ...[0, 0.25, 0.5, 0.75, 1].map((part) => gridLine(LEFT[1], y(part * most), short(part * most))),
    ...series.map(({ tier, counts }) =>
      line(
        counts.map((count, step) => `${at(x(step))},${at(y(count))}`),
        tier,
      ),
    ),
  ];
};

/** How many messages of a tier wait at each of evenly spaced times, of those that were ever started. */
const waitingOver = ({ dueAt, startedAt }: TierTally, endSeconds: number): readonly number[] => {
  const changes = new Array<number>(STEPS + 2).fill(0);
  const stepOf = (time: number) =>
    Math.min(STEPS + 1, Math.ceil(((time - WARM_UP_MS) / 1000 / endSeconds) * STEPS));
  for (const [index, due] of dueAt.entries()) {
    changes[stepOf(due)] = (changes[stepOf(due)] ?? 0) + 1;
    const started = stepOf(startedAt[index] ?? 0);
    changes[started] = (changes[started] ?? 0) - 1;
  }
  let waiting = 0;
  return changes.slice(0, STEPS + 1).map((change) => {
    waiting += change;
    return waiting;
  });
};

const legend = (rows: readonly TierPlan[]): readonly string[] =>
  rows.flatMap(({ tier }, index) => {
    const left = LEFT[0] + index * 130;
    return [
      `<line x1="${left}" x2="${left + 22}" y1="396" y2="396" stroke="${colours[tier]}" stroke-width="2.5"/>`,
      text(left + 28, 400, tier),
      ...(index > 0 ? [] : [text(LEFT[1], 400, 'dashed: the deadline of the tier', 'fill="#555555"')]),
    ];
  });

const line = (points: readonly string[], tier: Priority): string =>
  `<polyline fill="none" stroke="${colours[tier]}" stroke-width="2.5" stroke-linejoin="round" points="${points.join(' ')}"/>`;

const tick = (x: number, label: string): string =>
  text(x, PANEL.top + PANEL.height + 18, label, 'text-anchor="middle" fill="#555555"');

const gridLine = (left: number, y: number, label: string): string =>
  `<line x1="${left}" x2="${left + PANEL.width}" y1="${at(y)}" y2="${at(y)}" stroke="#dddddd"/>${text(left - 8, y + 4, label, 'text-anchor="end" fill="#555555"')}`;

const text = (x: number, y: number, words: string, attributes = ''): string =>
  `<text x="${at(x)}" y="${at(y)}" ${attributes}>${escaped(words)}</text>`;

const at = (value: number): string => value.toFixed(1);

const short = (value: number): string => {
  if (value >= 1e6) return `${Number((value / 1e6).toFixed(2))} M`;
  if (value >= 1e4) return `${Number((value / 1e3).toFixed(1))} k`;
  return String(Number(value.toFixed(value < 10 ? 1 : 0)));
};

const maximum = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), 0);

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
