import { describe, expect, it } from 'vitest';
import { agents } from '../../../config/agents.ts';
import { replies } from '../../../config/replies.ts';
import { intents } from '../../../shared/intent/intent.ts';
import { decideFollowUp } from '../../../shared/pipeline/decide-follow-up.ts';
import { problemsOfReplies } from '../../../shared/pipeline/problems-of-replies.ts';
import type { FollowUp, ReplyRow, ReplyTable } from '../../../shared/pipeline/reply-table.ts';
import { customerResponseInput } from '../../../shared/sagas/customer-response/customer-response-input.ts';

const names = {
  agents,
  templates: new Map([
    ['templ-not-reached', new Set(['sms'])],
    ['templ-789', new Set(['email', 'sms', 'phone'])],
    ['templ-promise', new Set(['email', 'sms'])],
    ['templ-correction', new Set(['email', 'sms'])],
  ]),
  sagas: ['customer-response'],
};

const channels = ['email', 'sms', 'phone', 'other'];
const confidences = Array.from({ length: 21 }, (_, step) => step / 20);
const levels = Array.from({ length: 10 }, (_, level) => level);

const everyCase = intents.flatMap((intent) =>
  channels.flatMap((channel) =>
    confidences.flatMap((confidence) => levels.map((level) => ({ intent, channel, confidence, level }))),
  ),
);

describe('the table of replies of this deployment', () => {
  it('has no problem', () => {
    expect(problemsOfReplies(replies, names)).toEqual([]);
  });

  it('begins customer-response with what it takes', () => {
    const inputs = Object.values(replies)
      .flat()
      .flatMap(({ leadsTo }) => (leadsTo.action === 'SAGA' ? [leadsTo] : []));

    expect(inputs.map(({ saga: name }) => name)).toEqual(['customer-response', 'customer-response']);
    for (const { input } of inputs) {
      const answered = { customerId: 'c', channel: 'sms', receivedAt: '2026-11-26T12:00:00Z', entryId: 'e' };
      expect(customerResponseInput.safeParse({ ...answered, ...input })).toMatchObject({ success: true });
    }
  });

  it('says for every intent, channel, confidence and level one thing, and uses every row', () => {
    const used = new Set(
      everyCase.map(
        ({ intent, confidence, ...where }) =>
          decideFollowUp(replies, { intent, confidence, optsOut: false }, where).row,
      ),
    );

    const all = Object.entries(replies).flatMap(([intent, rows]) => rows.map((_, at) => `${intent}[${at}]`));
    expect([...used].sort()).toEqual([...all].sort());
  });

  it('closes the channel and sends nothing by itself wherever messages are to end', () => {
    for (const { intent, confidence, ...where } of everyCase) {
      const decision = decideFollowUp(replies, { intent, confidence, optsOut: true }, where);

      expect(decision.suppress).toBe(true);
      expect(['NONE', 'TASK']).toContain(decision.leadsTo.action);
    }
  });

  it('never lowers a level, and raises none above 9', () => {
    for (const { intent, confidence, channel, level } of everyCase) {
      const decision = decideFollowUp(replies, { intent, confidence, optsOut: false }, { channel, level });

      expect(decision.level - level).toBe(decision.raised ? 1 : 0);
      expect(decision.level).toBeLessThanOrEqual(9);
    }
  });
});

const withRows = (rows: readonly ReplyRow[], intent: keyof ReplyTable = 'QUESTION'): ReplyTable => ({
  ...replies,
  [intent]: rows,
});
const none: FollowUp = { action: 'NONE' };
const task: FollowUp = { action: 'TASK', kind: 'CALLBACK', reason: 'R1', priority: 'LOW', expiresInHours: 1 };
const sms: FollowUp = { action: 'COMMAND', type: 'SEND_SMS', templateId: 'templ-789' };
const call: FollowUp = { action: 'COMMAND', type: 'PLACE_CALL', templateId: 'templ-789' };

const saga = (change: object): FollowUp => ({
  action: 'SAGA',
  saga: 'customer-response',
  input: { followUp: { type: 'SEND_SMS', target: 'sms-agent', templateId: 'templ-789', ...change } },
});

describe('problemsOfReplies', () => {
  it.each([
    ['no rows', withRows([]), 'QUESTION: its last row must have no condition'],
    [
      'a condition in the last row',
      withRows([{ mostLevel: 3, leadsTo: none }]),
      'QUESTION: its last row must',
    ],
    [
      'a row behind one that always holds',
      withRows([{ leadsTo: none }, { leadsTo: task }]),
      'QUESTION[1] is never reached: QUESTION[0] holds before it',
    ],
    [
      'a row behind one that holds wherever it does',
      withRows([
        { channels: ['sms', 'email'], leastConfidence: 0.5, leadsTo: none },
        { channels: ['sms'], leastConfidence: 0.7, mostLevel: 2, leadsTo: task },
        { leadsTo: none },
      ]),
      'QUESTION[1] is never reached',
    ],
    [
      'an unknown channel',
      withRows([{ channels: ['fax'], leadsTo: none }, { leadsTo: none }]),
      "QUESTION[0].channels names 'fax'; must be one of email, sms, phone",
    ],
    [
      'no channel',
      withRows([{ channels: [], leadsTo: none }, { leadsTo: none }]),
      'channels must not be empty',
    ],
    [
      'a confidence above 1',
      withRows([{ leastConfidence: 1.1, leadsTo: none }, { leadsTo: none }]),
      'leastConfidence must be from 0 to 1',
    ],
    [
      'no number as confidence',
      withRows([{ leastConfidence: Number.NaN, leadsTo: none }, { leadsTo: none }]),
      'leastConfidence must be',
    ],
    [
      'a level above 9',
      withRows([{ mostLevel: 10, leadsTo: none }, { leadsTo: none }]),
      'mostLevel must be a whole number from 0 to 9',
    ],
    [
      'an unknown action',
      withRows([{ leadsTo: { action: 'SHOUT' } as unknown as FollowUp }]),
      "QUESTION[0].leadsTo.action is 'SHOUT'; must be one of NONE, TASK, COMMAND, ESCALATE, SAGA",
    ],
    [
      'an unknown kind of task',
      withRows([{ leadsTo: { ...task, kind: 'X' } as unknown as FollowUp }]),
      'leadsTo.kind must be one of',
    ],
    [
      'a reason that is no code',
      withRows([{ leadsTo: { ...task, reason: 'he said so' } }]),
      'leadsTo.reason must be a code',
    ],
    [
      'an unknown priority',
      withRows([{ leadsTo: { ...task, priority: 'URGENT' } as unknown as FollowUp }]),
      'leadsTo.priority must be one of',
    ],
    [
      'a task that is over before it begins',
      withRows([{ leadsTo: { ...task, expiresInHours: 0 } }]),
      'expiresInHours must be more than 0',
    ],
    [
      'an unknown template',
      withRows([{ leadsTo: { ...sms, templateId: 'templ-none' } }]),
      'leadsTo.templateId names no template: config/templates/templ-none',
    ],
    [
      'a template without the part',
      withRows([{ leadsTo: { ...call, templateId: 'templ-not-reached' } }]),
      'which lacks a part for phone',
    ],
    [
      'a command that nobody serves',
      withRows([{ leadsTo: { ...sms, type: 'SEND_MESSAGE' } }]),
      "type is 'SEND_MESSAGE', which no agent",
    ],
    [
      'a negative delay',
      withRows([{ leadsTo: { ...sms, afterMinutes: -1 } }]),
      'afterMinutes must be 0 or more',
    ],
    [
      'an unknown saga',
      withRows([{ leadsTo: { action: 'SAGA', saga: 'sigurd', input: {} } }]),
      "saga names 'sigurd'; must be one of customer-response",
    ],
    [
      'a saga with a contact by nobody',
      withRows([{ leadsTo: saga({ target: 'nobody' }) }]),
      "leadsTo.input.followUp.target is 'nobody', which is no pool",
    ],
    [
      'a saga with a contact by another pool',
      withRows([{ leadsTo: saga({ target: 'email-agent' }) }]),
      "leadsTo.input.followUp.type is 'SEND_SMS', which email-agent does not serve",
    ],
    [
      'a saga with an unknown template',
      withRows([{ leadsTo: saga({ templateId: 'templ-none' }) }]),
      'leadsTo.input.followUp.templateId names no template: config/templates/templ-none',
    ],
    [
      'a saga with a template without the part',
      withRows([
        { leadsTo: saga({ type: 'PLACE_CALL', target: 'phone-agent', templateId: 'templ-promise' }) },
      ]),
      'leadsTo.input.followUp.templateId names templ-promise, which lacks a part for phone',
    ],
    [
      'an escalation by an unknown template',
      withRows([{ leadsTo: { action: 'ESCALATE', reason: 'R1', templateId: 't' } }]),
      'leadsTo.templateId names no template',
    ],
    [
      'a call for each call that nobody takes',
      withRows([{ leadsTo: call }], 'NOT_REACHED'),
      'NOT_REACHED[0].leadsTo leads back to itself',
    ],
    [
      'a call that raises without end',
      withRows([{ leadsTo: call, raises: true }], 'NOT_REACHED'),
      'leads back to itself',
    ],
  ])('names row and rule: %s', (_, table, problem) => {
    expect(problemsOfReplies(table, names).join('\n')).toContain(problem);
  });

  it('takes a call after a call that is bounded by its level', () => {
    const rows: readonly ReplyRow[] = [{ leadsTo: call, raises: true, mostLevel: 2 }, { leadsTo: task }];

    expect(problemsOfReplies(withRows(rows, 'NOT_REACHED'), names)).toEqual([]);
  });
});
