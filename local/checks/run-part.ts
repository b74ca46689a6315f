import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Outcome, outcomeOfLayers, outcomeOfTests, outcomeOfTool } from './outcome.ts';
import type { Part } from './parts.mjs';
import { runTool } from './run-tool.ts';

const sources = ['cli', 'config', 'functions', 'infra', 'local', 'shared', 'test'];

const bin = (path: string): string => `node_modules/${path}`;

type Runner = (signal: AbortSignal, isHeldBack: boolean) => Promise<Outcome>;

/** The tests of a part, in one or more of Vitest's projects. */
const tests =
  (part: Part, projects: readonly string[] = [part]): Runner =>
  async (signal, isHeldBack) => {
    const report = `.switchboard/checks/${part}.json`;
    mkdirSync(dirname(report), { recursive: true });
    rmSync(report, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const named = projects.flatMap((project) => ['--project', project]);
    const args = [bin('vitest/vitest.mjs'), 'run', ...named, ...reporters];
    const { exitCode, output } = await runTool(args, signal, isHeldBack);
    process.stdout.write(output);
    return outcomeOfTests(exitCode, textOf(report));
  };

const runners: Readonly<Record<Part, Runner>> = {
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
  unit: tests('unit', ['unit', 'unit-functions']),
  sim: tests('sim'),
  infra: tests('infra'),
  integration: tests('integration'),
  start: tests('start'),
};

/** Runs one part of `npm test`, its output on the terminal, or held back until its end. A part that cannot even start has failed. */
export const runPart = async (part: Part, signal: AbortSignal, isHeldBack: boolean): Promise<Outcome> => {
  try {
    return await runners[part](signal, isHeldBack);
  } catch (error) {
    return { passed: 0, failed: 1, reason: error instanceof Error ? error.message : String(error) };
  }
};

const tool = async (signal: AbortSignal, program: string, ...args: string[]): Promise<Outcome> =>
  outcomeOfTool((await runTool([bin(program), ...args], signal)).exitCode);

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};
