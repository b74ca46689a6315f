import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../shared/client/fingerprint.ts';
import type { Command } from '../../../shared/messages/command.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';
import { testSigner } from '../../support/test-signer.ts';

const signer = testSigner();
const of = (message: object) => fingerprintOf(message as Command, signer);
const command = aSendEmailCommand();
const inner = command.command;

/** The same document with its fields in another order. */
const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, each]) => [name, shuffled(each)]),
  );
};

describe('fingerprintOf', () => {
  it('is the same for the same document, however its fields are ordered and whenever it was made again', async () => {
    const again = { ...command, timestamp: '2030-01-01T00:00:00Z', securityContext: { token: 'new' } };

    expect(await of(shuffled(command) as object)).toBe(await of(command));
    expect(await of(again)).toBe(await of(command));
    expect(await of(command)).toMatch(/^[\w-]{22}$/);
  });

  it('tells any other change, also of fields that nobody knows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (a, b) => {
        fc.pre(a !== b);
        const withNote = (note: string) => ({ ...command, command: { ...inner, note } });

        expect(await of(withNote(a))).not.toBe(await of(withNote(b)));
      }),
    );
    expect(await of({ ...command, command: { ...inner, templateId: 'other' } })).not.toBe(await of(command));
    const customerData = { name: 'Eve' };
    const context = { ...inner.context, customerData };
    expect(await of({ ...command, command: { ...inner, context } })).not.toBe(await of(command));
  });

  it('passes over what is encrypted, which is another text each time', async () => {
    const encrypted = async (value: unknown) => {
      const customerData = await fakeCipher().encrypt('cust-456', value);
      return { ...command, command: { ...inner, context: { ...inner.context, customerData } } };
    };

    expect(await of(await encrypted({ name: 'a' }))).toBe(await of(await encrypted({ name: 'b' })));
  });

  it('cannot be made without the key: what it stands for cannot be guessed from it', async () => {
    expect(await fingerprintOf(command as Command, testSigner('another key'))).not.toBe(await of(command));
  });
});
