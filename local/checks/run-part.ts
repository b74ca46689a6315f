import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Outcome, outcomeOfLayers, outcomeOfTests, outcomeOfTool } from './outcome.ts';
import type { Part } from './parts.mjs';
import { runTool } from './run-tool.ts';

const sources = ['cli', 'config', 'functions', 'infra', 'local', 'shared', 'test'];

const runners: Readonly<Record<Part, (signal: AbortSignal) => Promise<Outcome>>> = {
  lint: (signal) => tool(signal, '@biomejs/biome/bin/biome', 'ci', '.'),
  types: (signal) => tool(signal, 'typescript/bin/tsc', '--noEmit', '-p', '.'),
  layers: async (signal) => {
    const args = [bin('dependency-cruiser/bin/dependency-cruiser.mjs'), '--output-type', 'json', ...sources];
    const { output } = await runTool(args, signal, true);
    const { lines, ...outcome } = outcomeOfLayers(output);
    for (const line of lines) console.log(line);
    return outcome;
  },
  'dead-code': (signal) => tool(signal, 'knip/bin/knip.js'),
  unit: (signal) => tests(signal, 'unit'),
  sim: (signal) => tests(signal, 'sim'),
  infra: (signal) => tests(signal, 'infra'),
  integration: (signal) => tests(signal, 'integration'),
};

/** Runs one part of `npm test`, its output on the terminal. A part that cannot even start has failed. */
export const runPart = async (part: Part, signal: AbortSignal): Promise<Outcome> => {
  try {
    return await runners[part](signal);
  } catch (error) {
    return { passed: 0, failed: 1, reason: error instanceof Error ? error.message : String(error) };
  }
};

const tool = async (signal: AbortSignal, program: string, ...args: string[]): Promise<Outcome> =>
  outcomeOfTool((await runTool([bin(program), ...args], signal)).exitCode);

const tests = async (signal: AbortSignal, project: string): Promise<Outcome> => {
  const report = `.switchboard/checks/${project}.json`;
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { exitCode } = await runTool(
    [bin('vitest/vitest.mjs'), 'run', '--project', project, ...reporters],
    signal,
  );
  return outcomeOfTests(exitCode, textOf(report));
};

const bin = (path: string): string => `node_modules/${path}`;

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};
