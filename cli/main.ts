import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { createProgram, usageExitCode } from './program.ts';
import { openScreen } from './top/screen.ts';

// A reader such as `head` may go before all is written.
process.stdout.on('error', () => process.exit());

const program = createProgram({
  root: process.env['SWITCHBOARD_ROOT'] ?? fileURLToPath(new URL('..', import.meta.url)),
  env: process.env,
  write: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  readStdin: () => buffer(process.stdin),
  openScreen:
    process.stdout.isTTY && process.stdin.isTTY ? () => openScreen(process.stdin, process.stdout) : undefined,
  end: (code) => {
    process.exitCode = code;
  },
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = usageExitCode(error.exitCode);
  } else {
    const name = error instanceof Error ? error.name : 'unknown error';
    process.stderr.write(`switchboard: it failed with ${name}; run npx switchboard doctor\n`);
    process.exitCode = exitCodes.FAILED.code;
  }
}
