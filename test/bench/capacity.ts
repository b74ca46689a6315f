import type { Benchmark } from './benchmark.ts';

export const capacity: Benchmark = async () => {
  throw new Error('not yet');
};
