import { type CataloguedMessage, cataloguedCommands } from './catalogued-messages.ts';
import { type FieldRow, fieldRows } from './field-rows.ts';
import { definitionOf, fieldTable } from './field-table.ts';
import { jsonBlock, table } from './markdown.ts';

/** The catalog's part about commands: all of them in one table, what they have in common, and each by itself. */
export const commandSection = (): string =>
  [
    '## Commands',
    table(
      ['type', 'tier', 'guarantee', 'permission', 'data class', 'served by'],
      cataloguedCommands.map(({ name, row }) => [
        `[${name}](#${name.toLowerCase()})`,
        ...['tier', 'guarantee', 'permission', 'dataClass', 'servedBy'].map((field) => String(row[field])),
      ]),
    ),
    '### Fields that every command may have',
    fieldTable(inCommon()),
    ...cataloguedCommands.map(typeSection),
  ].join('\n\n');

const rowsOf = (type: string): readonly FieldRow[] =>
  fieldRows(definitionOf('COMMAND', type)).map((row) => ({ ...row, path: `command.${row.path}` }));

const isSame = (a: FieldRow, b: FieldRow): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What all types say in the same words, but for those that demand what the others may leave out. */
const inCommon = (): readonly FieldRow[] => {
  const [first = [], ...rest] = cataloguedCommands.map(({ name }) => rowsOf(name));
  const optional = rest.flat().filter(({ isRequired }) => !isRequired);
  return [...first.map((row) => ({ ...row, isRequired: false })), ...optional]
    .filter(({ path }) => [first, ...rest].every((rows) => rows.some((row) => row.path === path)))
    .filter((row, index, rows) => rows.findIndex(({ path }) => path === row.path) === index)
    .filter(({ path }) => path !== 'command.type');
};

const typeSection = ({ name, purpose, sentBy, row, example }: CataloguedMessage): string => {
  const common = inCommon();
  const own = rowsOf(name).filter((field) => !common.some((other) => isSame(field, other)));
  const verdict = row['servedBy'] === 'not yet' ? ' **Rejected until it is served: not served yet.**' : '';
  return [`### ${name}`, `${purpose} Sent by ${sentBy}.${verdict}`, fieldTable(own), jsonBlock(example)].join(
    '\n\n',
  );
};
