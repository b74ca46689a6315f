import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergePatch, patchBody } from '../../../shared/parking/patch-command.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';

describe('mergePatch', () => {
  // RFC 7396, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('makes of %j by %j the specified document', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });

  it('gives the same when it is merged twice', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (target, patch) => {
        const once = mergePatch(target, patch);

        expect(mergePatch(once, patch)).toEqual(once);
      }),
    );
  });
});

describe('patchBody', () => {
  const cipher = fakeCipher();
  const lane = aLaneMessage(aSendEmailCommand({ templateId: 'templ-gone' }));
  const body = JSON.stringify(lane);

  it('changes what was wrong, in a lane and on its way from the bus, and nothing else', async () => {
    const patch = { command: { templateId: 'templ-789' } };
    const event = JSON.stringify({ id: 'e-1', detail: lane.message });

    const inLane = await patchBody(body, patch, { encrypt: async () => 'eyJ.jwe' });
    const fromBus = await patchBody(event, patch, { encrypt: async () => 'eyJ.jwe' });

    expect(inLane.ok && JSON.parse(inLane.value)).toMatchObject({
      v: 1,
      acceptedAt: lane.acceptedAt,
      message: {
        messageId: lane.message.messageId,
        command: { templateId: 'templ-789', campaignId: 'camp-123' },
      },
    });
    expect(fromBus.ok && JSON.parse(fromBus.value)).toMatchObject({
      id: 'e-1',
      detail: { command: { templateId: 'templ-789' } },
    });
  });

  it('leaves no personal field in the clear, also one that the patch brings', async () => {
    const patch = { command: { context: { customerData: { email: 'ada@elsewhere.example' } } } };

    const patched = await patchBody(body, patch, cipher);

    expect(patched.ok).toBe(true);
    expect(JSON.stringify(patched)).not.toContain('elsewhere');
    expect(JSON.stringify(patched)).not.toContain('Lovelace');
  });

  it.each([
    ['messageId', { messageId: '00000000-0000-4000-8000-000000000000' }],
    ['target', { target: 'sms-agent' }],
    ['command.type', { command: { type: 'SEND_SMS' } }],
    ['command.customerId', { command: { customerId: 'cust-1' } }],
    ['command.priority', { command: { priority: null } }],
  ])('refuses to change %s', async (path, patch) => {
    const patched = await patchBody(body, patch, cipher);

    expect(patched).toMatchObject({ ok: false, issues: [{ path }] });
  });

  it('names every rule that the patched command breaks', async () => {
    const patched = await patchBody(body, { command: { templateId: '' }, timestamp: 'soon' }, cipher);

    expect(!patched.ok && patched.issues.map(({ path }) => path)).toEqual([
      'timestamp',
      'command.templateId',
    ]);
  });

  it.each(['"text"', '{"v":1', '{"Records":[]}'])(
    'refuses a body that holds no command: %s',
    async (text) => {
      expect((await patchBody(text, {}, cipher)).ok).toBe(false);
    },
  );
});
