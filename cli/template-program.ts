import type { Command } from 'commander';
import * as z from 'zod';
import { StateTemplateArchive } from '../shared/templates/adapters/state-template-archive.ts';
import { listTemplates } from './commands/template-list.ts';
import { previewTemplate } from './commands/template-preview.ts';
import { pushTemplates } from './commands/template-push.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';
import type { StageAccess } from './stage-access.ts';

/** Adds the commands about templates. */
export const addTemplates = (program: Command, terminal: Terminal): void => {
  const templates = program
    .command('template')
    .description('what agents say: the folders of config/templates');
  addPush(templates, terminal);
  addPreview(templates, terminal);
  templates
    .command('list')
    .description(
      'show which version of each template is sent, where it comes from, and which one this checkout has',
    )
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => listTemplates(await archiveOf(access), terminal.root)),
      ),
    );
};

const pushSchema = z.object({ dryRun: z.boolean().default(false) });

const addPush = (parent: Command, terminal: Terminal): void => {
  parent
    .command('push')
    .description('check templates and make them those that are sent, without a deployment')
    .argument('[id]', 'one template (default: all)')
    .option('--dry-run', 'check, and say what would be pushed')
    .action((templateId: string | undefined, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) =>
          pushTemplates(await archiveOf(access), {
            root: terminal.root,
            templateId,
            ...pushSchema.parse(command.opts()),
            pushedBy: terminal.env['USER'] ?? 'unknown',
            pushedAt: new Date().toISOString(),
          }),
        ),
      ),
    );
};

const previewSchema = z.object({
  customer: z.string().optional(),
  channel: z.string().optional(),
  locale: z.string().optional(),
});

const addPreview = (parent: Command, terminal: Terminal): void => {
  parent
    .command('preview')
    .description('show a template of this checkout as its recipient would get it')
    .argument('<id>', 'the template')
    .option('--sample', 'for the customer of its sample.json (the default)')
    .option('--customer <id>', 'for a customer of the stage')
    .option('--channel <name>', 'only the parts of this channel: email, sms, phone or another one')
    .option('--locale <tag>', 'in this language instead of the customer’s')
    .action((templateId: string, _, command: Command) =>
      runCommand(command, terminal, (target) => {
        const { customer: customerId, ...options } = previewSchema.parse(command.opts());
        const asked = { root: terminal.root, templateId, customerId, ...options };
        if (customerId === undefined) return previewTemplate(asked, noCustomers);
        return onStage(target, (access) => previewTemplate(asked, () => access.customers()));
      }),
    );
};

const noCustomers = async (): Promise<never> => {
  throw new Error('a preview of the sample needs no customers');
};

const archiveOf = async (access: StageAccess): Promise<StateTemplateArchive> => {
  const [tableName = ''] = await access.parameters([access.names.stateTableName]);
  return new StateTemplateArchive({ client: access.dynamoDb, tableName });
};
