import type { Attainment } from '../deadlines/attainment.ts';
import { formatTable } from './format-table.ts';

/** Shares within the deadline and percentiles of the wait, by agent type and tier. */
export const formatAttainment = (attainment: readonly Attainment[]): readonly string[] =>
  formatTable(
    ['AGENT TYPE', 'TIER', 'COMMANDS', 'IN TIME', 'P50', 'P95', 'P99'],
    attainment.map(({ agentType, tier, count, share, p50, p95, p99 }) => [
      agentType,
      tier,
      count,
      formatShare(share),
      formatMs(p50),
      formatMs(p95),
      formatMs(p99),
    ]),
  );

/** A share in per cent, never rounded up to all. */
export const formatShare = (share: number): string => `${(Math.floor(share * 1e4) / 100).toFixed(2)} %`;

/** Milliseconds in the unit that suits them. */
export const formatMs = (ms: number | undefined): string => {
  if (ms === undefined) return '-';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
};
