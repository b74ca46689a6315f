import { type Command, InvalidArgumentError } from 'commander';
import { agents } from '../config/agents.ts';
import { servicesOf } from '../shared/agents/services-of.ts';
import { findService, namesOf } from './breakers/services.ts';
import { listBreakers, setBreaker } from './commands/breaker-commands.ts';
import { openControls } from './open-controls.ts';
import type { Outcome } from './outcome.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';
import type { StageAccess } from './stage-access.ts';

/** Adds the commands about breakers. */
export const addBreakers = (program: Command, terminal: Terminal): void => {
  const breakers = program
    .command('breaker')
    .description('which services that contact customers are called, and which are not');
  const run = (command: Command, work: (access: StageAccess) => Promise<Outcome>) =>
    runCommand(command, terminal, (target) => onStage(target, work));
  breakers
    .command('list')
    .description('show the breaker of each agent type’s service')
    .action((_, command: Command) =>
      run(command, async (access) => listBreakers(await openControls(access), services, Date.now())),
    );
  for (const [verb, description] of [
    ['open', 'call a service no more, until you close it: its messages are parked'],
    ['close', 'call a service again; its parked messages are released'],
  ] as const) {
    breakers
      .command(verb)
      .description(description)
      .argument('<agent type>', 'an agent type, or agent type/service as breaker list shows them', serviceOf)
      .action((service: ReturnType<typeof serviceOf>, _, command: Command) =>
        run(command, async (access) => {
          const [store, journal] = await Promise.all([openControls(access), access.journal()]);
          return setBreaker({ store, journal, now: Date.now }, service, verb);
        }),
      );
  }
};

const services = servicesOf(agents);

const serviceOf = (name: string) => {
  const service = findService(name, services);
  if (service !== undefined) return service;
  throw new InvalidArgumentError(`It must be one of ${namesOf(services).join(', ')}.`);
};
