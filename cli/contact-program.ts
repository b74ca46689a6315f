import type { Command } from 'commander';
import { explainCommands } from './commands/command-explain.ts';
import { resumeContacts, showStop, stopContacts } from './commands/contact-stop.ts';
import { readDocuments } from './input/read-documents.ts';
import { openControls } from './open-controls.ts';
import { openGate } from './open-gate.ts';
import { operatorOf, reason, reasonIn } from './operator-options.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';
import type { StageAccess } from './stage-access.ts';

/** Adds the commands that stop and resume all contacts of a stage. */
export const addContacts = (program: Command, terminal: Terminal): void => {
  const contacts = program.command('contact').description('all contacts of a stage');
  const act = async (access: StageAccess) => ({
    store: await openControls(access),
    journal: await access.journal(),
    by: operatorOf(terminal),
    at: new Date().toISOString(),
  });
  contacts
    .command('stop')
    .description('hold back every contact of the stage, until resume')
    .requiredOption('--reason <text>', 'why; it is shown to whoever asks, and must name no customer', reason)
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) =>
          stopContacts({ ...(await act(access)), reason: reasonIn(command) }),
        ),
      ),
    );
  contacts
    .command('resume')
    .description('let contacts go out again')
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => resumeContacts(await act(access))),
      ),
    );
  contacts
    .command('status')
    .description('say whether contacts are stopped, by whom and why')
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => showStop(await openControls(access))),
      ),
    );
};

/** Adds the command that says what the contact gate would say. */
export const addExplain = (parent: Command, terminal: Terminal): void => {
  parent
    .command('explain')
    .description('say whether commands would go out now, and what each rule says; sends and writes nothing')
    .argument('<file>', 'a path, or - for standard input')
    .action((file: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) =>
          explainCommands(
            await readDocuments(file, terminal.readStdin),
            await openGate(access, terminal.root),
          ),
        ),
      ),
    );
};
