import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../../cli/cli-error.ts';
import { freshDocument } from '../../../cli/input/fresh-document.ts';
import { locateJsonError } from '../../../cli/input/locate-json-error.ts';
import { parseDocuments, readDocuments } from '../../../cli/input/read-documents.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';

/** Text that is likely to be nearly JSON. */
const nearlyJson = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'{}[]:,"\\ \n\t-+.0123eEtrufalsn') }),
  fc
    .tuple(fc.json(), fc.nat(), fc.nat(), fc.string())
    .map(([json, from, length, put]) => json.slice(0, from) + put + json.slice(from + (length % 4))),
);

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const failureOf = (text: string): unknown => {
  try {
    return parseDocuments(text);
  } catch (error) {
    return error;
  }
};

const noStdin = () => Promise.reject(new Error('not asked for'));

describe('parseDocuments', () => {
  it.each([
    ['one document', '{"a":\n1}', [{ a: 1 }]],
    ['an array', '[{"a":1},\n{"b":2}]', [{ a: 1 }, { b: 2 }]],
    ['JSON lines with empty ones between', '{"a":1}\r\n\n{"b":2}\n', [{ a: 1 }, { b: 2 }]],
    ['something that is no object', '7', [7]],
  ])('reads %s', (_, text, documents) => {
    expect(parseDocuments(text)).toEqual(documents);
  });

  it.each([
    ['a document over several lines', '{\n  "a": 1,\n  "b": oops\n}', 3],
    ['a document that ends too early', '{\n  "a": 1\n\n', 2],
    ['JSON lines', '{"a":1}\n{"b":2}\n{"c":', 3],
    ['plain words', 'hello', 1],
  ])('names the line at which %s stops being JSON', (_, text, line) => {
    expect(failureOf(text)).toMatchObject({
      exit: 'REJECTED',
      message: `The input is no JSON: line ${line}.`,
    });
  });

  it.each(['', ' \n', '[]'])('says that %j holds nothing', (text) => {
    expect(failureOf(text)).toMatchObject({ exit: 'REJECTED', message: 'The input holds no document.' });
  });

  it('answers any text with documents or a sentence that repeats nothing of it', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        const answer = failureOf(text);

        const sentence = answer instanceof CliError ? `${answer.exit} ${answer.message}` : undefined;
        expect(sentence ?? 'REJECTED The input holds no document.').toMatch(
          /^REJECTED The input (is no JSON: line \d+|holds no document)\.$/,
        );
        expect(sentence !== undefined || Array.isArray(answer)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('survives a document that is nested a million levels deep', () => {
    expect(failureOf('['.repeat(1_000_000))).toBeInstanceOf(CliError);
  });
});

describe('locateJsonError', () => {
  it('finds an error exactly where JSON.parse does not take the text', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        expect(locateJsonError(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['{"a" 1}', 5],
    ['[1,]', 3],
    ['{"a":1,}', 7],
    ['[1}', 2],
    ['"a\nb"', 0],
    ['1 2', 2],
    ['"\\x"', 0],
    ['', 0],
  ])('points at the place in %j', (text, offset) => {
    expect(locateJsonError(text)).toBe(offset);
  });
});

describe('readDocuments', () => {
  it('reads standard input for a dash, and a file otherwise', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'switchboard-input-'));
    const file = join(directory, 'command.json');
    writeFileSync(file, '\ufeff{"a":"é"}');

    const documents = [
      await readDocuments('-', () => Promise.resolve(Buffer.from('{"b":1}'))),
      await readDocuments(file, noStdin),
    ];

    rmSync(directory, { recursive: true });
    expect(documents).toEqual([[{ b: 1 }], [{ a: 'é' }]]);
  });

  it('names a file that is not there', async () => {
    await expect(readDocuments('/nowhere/command.json', noStdin)).rejects.toMatchObject({
      exit: 'REJECTED',
      message: 'The file /nowhere/command.json cannot be read (ENOENT).',
    });
  });

  it('answers any bytes with documents or a sentence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (bytes) => {
        const answer = await readDocuments('-', () => Promise.resolve(Buffer.from(bytes))).catch(
          (error: unknown) => error,
        );

        expect(Array.isArray(answer) || answer instanceof CliError).toBe(true);
      }),
    );
  });
});

describe('freshDocument', () => {
  it('stamps id and time and keeps all else', () => {
    const command = aSendEmailCommand();

    expect(freshDocument(command, 'new-id', new Date(0))).toEqual({
      ...command,
      messageId: 'new-id',
      timestamp: '1970-01-01T00:00:00.000Z',
    });
  });

  it.each([7, null, 'text', [[1]]])('leaves %j as it is', (document) => {
    expect(freshDocument(document, 'new-id', new Date(0))).toEqual(document);
  });
});
