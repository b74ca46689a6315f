import { outcomeLadder } from '../../shared/journal/command-state.ts';
import { cataloguedDocuments } from '../../shared/messages/catalog/catalogued-documents.ts';
import { type DocumentName, specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';
import { deadlineSecondsOf } from '../../shared/messages/priority.ts';
import { prose } from './catalog-prose.ts';
import { cataloguedContextUpdate } from './catalogued-messages.ts';
import { commandSection } from './command-section.ts';
import { eventSection } from './event-section.ts';
import { fieldRows, namedRules } from './field-rows.ts';
import { definitionOf, fieldTable } from './field-table.ts';
import { jsonSchemaOf } from './json-schemas.ts';
import { code, jsonBlock, table } from './markdown.ts';
import { statusTexts } from './status-texts.ts';

/** The catalog of all messages and documents, in Markdown. */
export const messageCatalog = (): string => {
  const sections = [
    prose.start,
    envelope(),
    prose.targets,
    prose.correlation,
    priorities(),
    commandSection(),
    eventSection(),
    contextUpdates(),
    statuses(),
    prose.rejections,
    prose.personal,
    otherDocuments(),
  ];
  return `${sections.join('\n\n')}\n`;
};

const envelope = (): string =>
  [
    '## Envelope',
    table(
      ['rule', 'must be'],
      Object.entries(namedRules).map(([name, words]) => [
        words,
        String(definitionOf('COMMAND', name)['$comment']).replace(/^must be /, ''),
      ]),
    ),
    'The fields of every message; only a COMMAND has a `target`, and only an EVENT must have a `correlation`.',
    fieldTable(fieldRows(jsonSchemaOf('COMMAND')).filter(({ path }) => !/^command/.test(path))),
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

const contextUpdates = (): string => {
  const { purpose, sentBy, row, example } = cataloguedContextUpdate;
  return [
    '## CONTEXT_UPDATE',
    `${purpose} Sent by ${sentBy}. It has the tier ${row['tier']}, comes ${row['guarantee']}, and is ${row['dataClass']}.`,
    prose.context,
    fieldTable(fieldRows(jsonSchemaOf('CONTEXT_UPDATE')).filter(({ path }) => /^contextUpdate/.test(path))),
    jsonBlock(example),
  ].join('\n\n');
};

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

const others = [
  'batchMessage',
  'state',
  'healthCheck',
  'securityContext',
  'auditEvent',
] as const satisfies DocumentName[];

const otherDocuments = (): string =>
  [
    '## Other documents',
    ...others.map((name) =>
      [
        `### ${name}`,
        cataloguedDocuments[name].description,
        fieldTable(fieldRows(jsonSchemaOf(name))),
        jsonBlock(specifiedDocuments[name]),
      ].join('\n\n'),
    ),
  ].join('\n\n');
