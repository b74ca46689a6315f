import { contactCommandTypes, contactNews, contactSubjectOf } from '../../shared/messages/message-types.ts';
import { type CataloguedMessage, cataloguedEvents } from './catalogued-messages.ts';
import { fieldRows } from './field-rows.ts';
import { fieldTable } from './field-table.ts';
import { jsonSchemaOf } from './json-schemas.ts';
import { jsonBlock, table } from './markdown.ts';

/** The catalog's part about events: all of them in one table, and an example of each kind. */
export const eventSection = (): string =>
  [
    '## Events',
    'The coordinator acts on those that decide; all others are for subscribers. An EVENT of a type that is not listed reaches subscribers as well.',
    table(
      ['type', 'tier', 'guarantee', 'data class', 'decides', 'says', 'sent by'],
      cataloguedEvents.map(({ name, row, purpose, sentBy }) => [
        name,
        ...['tier', 'guarantee', 'dataClass'].map((field) => String(row[field])),
        row['decides'] === true ? 'yes' : 'no',
        purpose,
        sentBy,
      ]),
    ),
    fieldTable(fieldRows(jsonSchemaOf('EVENT')).filter(({ path }) => /^event/.test(path))),
    'The events of a contact are named after its command: `SEND_EMAIL` makes `EMAIL_…`, and so do the others. `metadata.sequence` grows with cause and effect within a command, since the bus keeps no order.',
    ...cataloguedEvents.filter(isShown).map(({ name, example }) => `### ${name}\n\n${jsonBlock(example)}`),
  ].join('\n\n');

/** The contacts' events of all channels look like the e-mail's. */
const isShown = ({ name }: CataloguedMessage): boolean =>
  !contactCommandTypes
    .filter((type) => type !== 'SEND_EMAIL')
    .some((type) => contactNews.some((news) => name === `${contactSubjectOf(type)}_${news}`));
