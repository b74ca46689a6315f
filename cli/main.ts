import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runProgram } from './program.ts';
import { openScreen } from './top/screen.ts';

// A reader such as `head` may go before all is written.
process.stdout.on('error', () => process.exit());

await runProgram(process.argv.slice(2), {
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
