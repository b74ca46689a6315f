import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { agents } from '../config/agents.ts';
import type { AgentRegistry } from '../shared/agents/agent-registry.ts';
import { identifier, upperCaseName } from '../shared/messages/fields.ts';
import { createExplain } from '../shared/parking/explain-contact.ts';
import { mergePatch, patchBody } from '../shared/parking/patch-command.ts';
import { createContactPolicy } from '../shared/policy/contact-policy.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { dropMessages } from './commands/dlq-drop.ts';
import { listParked } from './commands/dlq-list.ts';
import { redriveParked } from './commands/dlq-redrive.ts';
import { showParked } from './commands/dlq-show.ts';
import { addChoice, choiceOf } from './dlq/choice-options.ts';
import { readDocuments } from './input/read-documents.ts';
import { openGate } from './open-gate.ts';
import { openParkingLot, openReturnQueue, parkingPools } from './open-parking.ts';
import { operatorOf } from './operator-options.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';
import type { StageAccess } from './stage-access.ts';

const HIGHEST_RATE = 100;

/** Adds the commands about messages that are kept aside. */
export const addDeadLetters = (program: Command, terminal: Terminal): void => {
  const parked = program.command('dlq').description('messages that were given up, and are parked');
  addChoice(parked.command('list').description('show parked messages, without their bodies'), 100).action(
    (_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) =>
          listParked(await openParkingLot(access), choiceOf(command, systemPorts.now())),
        ),
      ),
  );
  addShow(parked, terminal);
  addRedrive(parked, terminal);
  addDrop(parked, terminal);
};

const showSchema = z.object({ reveal: z.boolean().default(false) });

const addShow = (parent: Command, terminal: Terminal): void => {
  parent
    .command('show')
    .description('show the envelope of a parked message, without personal fields')
    .argument('<id>', 'its id, or that of its command', parkedId)
    .option('--reveal', 'show all of it, in the clear')
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => {
          const [lot, cipher] = [await openParkingLot(access), await access.cipher()];
          const { reveal } = showSchema.parse(command.opts());
          return showParked({ lot, cipher, pools: parkingPools, id, reveal });
        }),
      ),
    );
};

const redriveSchema = z.object({
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
  rate: z.number(),
  patch: z.string().optional(),
  id: z.string().optional(),
});

const addRedrive = (parent: Command, terminal: Terminal): void => {
  const redrive = parent
    .command('redrive')
    .description('put parked messages back into their queues, with their own ids')
    .option('--id <id>', 'only the message with this id, or of this command', parkedId)
    .option('--dry-run', 'show what would go, asking the contact policy, and send nothing')
    .option('--yes', 'send')
    .option('--rate <number>', `messages a second, up to ${HIGHEST_RATE}`, rate, 10)
    .option('--patch <file>', 'change the commands by a JSON merge patch (RFC 7396)');
  addChoice(redrive, 1000).action((_, command: Command) =>
    runCommand(command, terminal, (target) =>
      onStage(target, async (access) => {
        const { dryRun, yes, rate: ratePerSecond, patch, id } = redriveSchema.parse(command.opts());
        const documents = patch === undefined ? [] : await readDocuments(patch, terminal.readStdin);
        const deps = { ...(await releaseDeps(access, terminal.root, documents)), ratePerSecond };
        const choice = { ...choiceOf(command, deps.now()), id };
        return redriveParked({ deps, choice, by: operatorOf(terminal), dryRun, yes });
      }),
    ),
  );
};

/** A patch file holds one document; of more the later ones are merged over the earlier. */
const releaseDeps = async (access: StageAccess, root: string, patches: readonly unknown[]) => {
  const [journal, lot, gate, cipher] = await Promise.all([
    access.journal(),
    openParkingLot(access),
    openGate(access, root),
    access.cipher(),
  ]);
  const registry: AgentRegistry = agents;
  const policyOf = (agentType: string) => {
    const agent = registry[agentType];
    return agent && createContactPolicy({ ...gate, channel: agent.channel });
  };
  return {
    ...systemPorts,
    journal,
    lot,
    returns: openReturnQueue(access),
    explain: createExplain({ customers: gate.customers, policyOf }),
    ...(patches.length === 0
      ? {}
      : { patch: (body: string) => patchBody(body, patches.reduce(mergePatch), cipher) }),
  };
};

const addDrop = (parent: Command, terminal: Terminal): void => {
  parent
    .command('drop')
    .description('end a parked message unsent, and forget it')
    .argument('<id>', 'its id, or that of its command', parkedId)
    .requiredOption('--reason <code>', 'why, as a code such as OBSOLETE; it stands in the journal', code)
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => {
          const { reason } = z.object({ reason: z.string() }).parse(command.opts());
          const [journal, lot] = [await access.journal(), await openParkingLot(access)];
          return dropMessages({ deps: { ...systemPorts, journal, lot }, pools: parkingPools, id, reason });
        }),
      ),
    );
};

const parkedId = (text: string): string => {
  if (identifier.safeParse(text).success) return text;
  throw new InvalidArgumentError('It is no id of a message.');
};

const code = (text: string): string => {
  if (upperCaseName.safeParse(text).success) return text;
  throw new InvalidArgumentError('It must be a code in capitals, such as OBSOLETE.');
};

const rate = (text: string): number => {
  const value = Number(text);
  if (value > 0 && value <= HIGHEST_RATE) return value;
  throw new InvalidArgumentError(`It must be a number up to ${HIGHEST_RATE}.`);
};
