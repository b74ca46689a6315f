import { readFile } from 'node:fs/promises';
import { parseJson } from '../../shared/messages/parse-message.ts';
import { CliError } from '../cli-error.ts';
import { locateJsonError } from './locate-json-error.ts';

const ADVICE = 'Give one COMMAND document, a JSON array of them, or one per line (JSON lines).';

/** The documents of a file, or of standard input for `-`. Throws when it cannot be read or is no JSON. */
export const readDocuments = async (
  file: string,
  readStdin: () => Promise<Buffer>,
): Promise<readonly unknown[]> => parseDocuments(decode(await readBytes(file, readStdin)));

/** The documents of a text: one JSON document, the elements of an array, or one for each line. Throws on any other text. */
export const parseDocuments = (text: string): readonly unknown[] => {
  const whole = parseJson(text, '');
  const documents = whole.ok ? [whole.value].flat() : parseLines(text);
  if (documents.length > 0) return documents;
  throw new CliError('REJECTED', 'The input holds no document.', ADVICE);
};

/** JSON lines when the first line is a document by itself; else one broken document, whose broken line is named. */
const parseLines = (text: string): readonly unknown[] => {
  const lines = text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '');
  const [first] = lines;
  if (first === undefined) return [];
  if (!parseJson(first.line, '').ok) {
    const ended = text.trimEnd();
    throw noJson(ended.slice(0, locateJsonError(ended)).split('\n').length);
  }
  return lines.map(({ line, number }) => {
    const document = parseJson(line, '');
    if (!document.ok) throw noJson(number);
    return document.value;
  });
};

const noJson = (line: number): CliError =>
  new CliError('REJECTED', `The input is no JSON: line ${line}.`, ADVICE);

/** Text with broken characters would be sent as another text than the one that was meant. */
const decode = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CliError('REJECTED', 'The input is not UTF-8.', 'Save it as UTF-8.', { cause });
  }
};

const readBytes = async (file: string, readStdin: () => Promise<Buffer>): Promise<Buffer> => {
  if (file === '-') return readStdin();
  try {
    return await readFile(file);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
    const advice = 'Check the path, or give - for standard input.';
    throw new CliError('REJECTED', `The file ${file} cannot be read (${reason}).`, advice, { cause });
  }
};
