import * as z from 'zod';
import { encryptPlainFields } from '../client/plain-fields.ts';
import { commandSchema } from '../messages/command.ts';
import { broken, type Parsed, parseMessage } from '../messages/parse-message.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import { commandInBody } from './command-in-body.ts';

/**
 * A JSON merge patch (RFC 7396): objects are merged, `null` takes a field away, everything else, lists too, replaces what was
 * there. A personal field that came encrypted is text, so an object replaces it whole.
 */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
};

/**
 * What makes a command the one that it is. The id is its idempotency key; the customer is whom claims, consent and the body's
 * key are about; type, target and priority chose the lane that it goes back to.
 */
const fixed = [
  ['messageId'],
  ['messageType'],
  ['target'],
  ['command', 'type'],
  ['command', 'customerId'],
  ['command', 'priority'],
];

/**
 * A parked body with its COMMAND patched, its personal fields encrypted. Issues name every rule that the patch, or the command
 * after it, breaks.
 */
export const patchBody = async (
  body: string,
  patch: unknown,
  cipher: Pick<PersonalCipher, 'encrypt'>,
): Promise<Parsed<string>> => {
  const inBody = commandInBody(body);
  if (inBody === undefined) return broken('', 'holds no command that could be patched');
  const patched = mergePatch(inBody.command, patch);
  const changed = fixed.filter((path) => valueAt(inBody.command, path) !== valueAt(patched, path));
  if (changed.length > 0) {
    const rule = 'must stay as it is: a command that needs another one is a new command';
    return { ok: false, issues: changed.map((path) => ({ path: path.join('.'), rule })) };
  }
  const parsed = parseMessage(commandSchema, patched);
  if (!parsed.ok) return parsed;
  const { customerId } = parsed.value.command;
  const safe =
    customerId === undefined ? parsed.value : await encryptPlainFields(parsed.value, customerId, cipher);
  return { ok: true, value: inBody.withCommand(safe) };
};

const objectSchema = z.record(z.string(), z.unknown());

const isObject = (value: unknown): value is Record<string, unknown> => objectSchema.safeParse(value).success;

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
