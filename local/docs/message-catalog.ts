import { outcomeLadder } from '../../shared/journal/command-state.ts';
import { cataloguedDocuments } from '../../shared/messages/catalog/catalogued-documents.ts';
import {
  type CataloguedMessage,
  cataloguedCommands,
  cataloguedContextUpdate,
  cataloguedEvents,
} from '../../shared/messages/catalog/catalogued-messages.ts';
import { type DocumentName, specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';
import { statusTexts } from '../../shared/messages/catalog/status-texts.ts';
import { contactCommandTypes, contactNews, contactSubjectOf } from '../../shared/messages/message-types.ts';
import { deadlineSecondsOf } from '../../shared/messages/priority.ts';
import { prose } from './catalog-prose.ts';
import { isSchema, type JsonSchema } from './describe-fields.ts';
import { fieldRows } from './field-rows.ts';
import { jsonSchemaOf } from './json-schemas.ts';
import { code, jsonBlock, table } from './markdown.ts';

/** The catalog of all messages and documents, in Markdown. */
export const messageCatalog = (): string =>
  `${[
    prose.start,
    envelope(),
    prose.targets,
    prose.correlation,
    priorities(),
    commands(),
    events(),
    contextUpdates(),
    statuses(),
    prose.rejections,
    prose.personal,
    otherDocuments(),
  ].join('\n\n')}\n`;

/** Parts of a message that have a section of their own. */
const ownSections = ['context', 'historyContext', 'contextFields'];

const fieldTable = (schema: JsonSchema, prefix = ''): string =>
  table(
    ['field', 'must be', 'what for'],
    fieldRows(schema, ownSections).map(({ path, isRequired, rule, text }) => [
      `${code(prefix + path)}${isRequired ? '' : ' (optional)'}`,
      rule,
      text,
    ]),
  );

const definitionOf = (name: DocumentName, definition: string): JsonSchema => {
  const { $defs } = jsonSchemaOf(name);
  const found = isSchema($defs) ? $defs[definition] : undefined;
  if (!isSchema(found)) throw new Error(`${definition}: is not in the schema of ${name}`);
  return { ...found, $defs };
};

const envelope = (): string =>
  [
    '## Envelope',
    'A COMMAND; in an EVENT there is no `target`, in a CONTEXT_UPDATE neither, and `command` is `event` or `contextUpdate`.',
    fieldTable(jsonSchemaOf('COMMAND')),
  ].join('\n\n');

const priorities = (): string =>
  [
    '## Priorities and guarantees',
    table(
      ['priority', 'waits at most'],
      Object.entries(deadlineSecondsOf).map(([priority, seconds]) => [priority, `${seconds} s`]),
    ),
    "A command without a `priority` has its type's tier.",
    prose.guarantees,
  ].join('\n\n');

const commands = (): string =>
  [
    '## Commands',
    table(
      ['type', 'tier', 'guarantee', 'permission', 'data class', 'served by'],
      cataloguedCommands.map(({ name, row }) => [
        `[${name}](#${name.toLowerCase()})`,
        ...cells(row, ['tier', 'guarantee', 'permission', 'dataClass', 'servedBy']),
      ]),
    ),
    '### The context of a command',
    fieldTable(definitionOf('COMMAND', 'context'), 'command.context.'),
    ...cataloguedCommands.map((message) =>
      [
        `### ${message.name}`,
        `${message.purpose} Sent by ${message.sentBy}.${message.row['servedBy'] === 'not yet' ? ' **Rejected as not served yet.**' : ''}`,
        fieldTable(definitionOf('COMMAND', message.name), 'command.'),
        jsonBlock(message.example),
      ].join('\n\n'),
    ),
  ].join('\n\n');

const cells = (row: CataloguedMessage['row'], fields: readonly string[]): readonly string[] =>
  fields.map((field) => String(row[field]));

const events = (): string => {
  const contactEvents = new Set(
    contactCommandTypes.flatMap((type) => contactNews.map((news) => `${contactSubjectOf(type)}_${news}`)),
  );
  const others = cataloguedEvents.filter(({ name }) => !contactEvents.has(name as never));
  const { event } = specifiedDocuments.EVENT;
  return [
    '## Events',
    'The coordinator acts on those that decide; all others are for subscribers. An EVENT of a type that is not listed is taken and told to subscribers as well.',
    table(
      ['type', 'tier', 'guarantee', 'data class', 'decides', 'says', 'sent by'],
      cataloguedEvents.map(({ name, row, purpose, sentBy }) => [
        name,
        ...cells(row, ['tier', 'guarantee', 'dataClass']),
        row['decides'] === true ? 'yes' : 'no',
        purpose,
        sentBy,
      ]),
    ),
    fieldTable(jsonSchemaOf('EVENT')),
    `### Events of contacts\n\nNamed after their command: \`SEND_EMAIL\` makes \`EMAIL_…\`. \`metadata.sequence\` grows with cause and effect within a command, since the bus keeps no order.`,
    jsonBlock({
      ...specifiedDocuments.EVENT,
      event: { ...event, metadata: { ...event.metadata, sequence: 1_000_001 } },
    }),
    ...others.map(({ name, purpose, example }) => `### ${name}\n\n${purpose}\n\n${jsonBlock(example)}`),
  ].join('\n\n');
};

const contextUpdates = (): string =>
  [
    '## CONTEXT_UPDATE',
    `${cataloguedContextUpdate.purpose} Sent by ${cataloguedContextUpdate.sentBy}. Tier, guarantee, data class: ${cells(cataloguedContextUpdate.row, ['tier', 'guarantee', 'dataClass']).join(', ')}.`,
    prose.context,
    fieldTable(jsonSchemaOf('CONTEXT_UPDATE')),
    fieldTable(definitionOf('CONTEXT_UPDATE', 'contextFields'), 'contextUpdate.updates.'),
    jsonBlock(cataloguedContextUpdate.example),
  ].join('\n\n');

const statuses = (): string =>
  [
    '## What becomes of a command',
    prose.statuses,
    table(
      ['kind', 'fact', 'status'],
      Object.entries(outcomeLadder).flatMap(([kind, rungs]) =>
        rungs.map(([fact, status]) => [kind, code(fact), status]),
      ),
    ),
    table(
      ['status', 'what it means'],
      Object.entries(statusTexts).map(([status, text]) => [status, text]),
    ),
  ].join('\n\n');

const otherDocuments = (): string =>
  [
    '## Other documents',
    ...(['batchMessage', 'state', 'healthCheck', 'securityContext', 'auditEvent'] as const).map((name) =>
      [
        `### ${name}`,
        cataloguedDocuments[name].description,
        fieldTable(jsonSchemaOf(name)),
        jsonBlock(specifiedDocuments[name]),
      ].join('\n\n'),
    ),
  ].join('\n\n');
