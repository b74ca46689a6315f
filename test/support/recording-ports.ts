import type { LogFields, Logger } from '../../shared/observability/logger.ts';
import type { Metrics } from '../../shared/observability/metrics.ts';

/** A log and metrics that keep what they are given. */
export const recordingPorts = () => {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      lines.push(JSON.stringify({ level, message, ...fields }));
    };
  const log: Logger = { info: keep('INFO'), error: keep('ERROR') };
  const metrics: Metrics = {
    put: (dimensions, values) => {
      lines.push(JSON.stringify({ ...dimensions, ...values }));
    },
  };
  return { log, metrics, lines };
};
