import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReplyAddress, replyAddressOf } from '../../../shared/receipts/reply-address.ts';
import { testSigner } from '../../support/test-signer.ts';

const signer = testSigner();

describe('the address for answers', () => {
  it('names its command on its way back, in capitals or small letters, and fits into a local part', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uuid(), async (commandId) => {
        const address = await replyAddressOf(commandId, 'reply.example', signer);

        expect(address.split('@')[0]?.length).toBeLessThanOrEqual(64);
        expect(await readReplyAddress(`"Us" <${address}>, eve@example.com`, signer)).toBe(commandId);
        expect(await readReplyAddress(address.toUpperCase(), signer)).toBe(commandId);
      }),
    );
  });

  it('names nothing when any of its letters is another one, or when somebody else signed it', async () => {
    const address = await replyAddressOf('0b8f5a40-6b4c-4a8e-9d0e-0d3a3f0c8a11', 'reply.example', signer);

    for (let at = 6; at < 58; at += 1) {
      const other = address[at] === 'q' ? 'i' : 'q';
      const changed = `${address.slice(0, at)}${other}${address.slice(at + 1)}`;
      // The last letter of each part has unused bits; whatever they are, the command is the signed one.
      if (at !== 31 && at !== 57) expect(await readReplyAddress(changed, signer), changed).toBeUndefined();
    }
    expect(await readReplyAddress(address, testSigner('another key'))).toBeUndefined();
    expect(await readReplyAddress('reply+x@reply.example', signer)).toBeUndefined();
  });

  it('is not made of an id that is no UUID', async () => {
    await expect(replyAddressOf('cmd-1', 'reply.example', signer)).rejects.toThrow('UUID');
  });
});
