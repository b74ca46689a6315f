import { describe, expect, it } from 'vitest';
import { doctorOutcome } from '../../../cli/commands/doctor.ts';
import { laneOutcome } from '../../../cli/commands/lane-list.ts';
import { deployedLanes } from '../../../cli/deployed-lanes.ts';
import { formatInbox } from '../../../cli/format/format-inbox.ts';
import { formatTable } from '../../../cli/format/format-table.ts';
import { visibleText } from '../../../cli/format/visible-text.ts';
import { agents } from '../../../config/agents.ts';
import type { InboxMessage } from '../../../local/provider-sandbox/inbox-message.ts';

const aMail = (changes: Partial<InboxMessage> = {}): InboxMessage => ({
  channel: 'email',
  providerMessageId: 'p-1',
  receivedAt: '2024-01-15T10:30:00.000Z',
  from: 'notices@switchboard.example',
  to: ['ada@example.com'],
  subject: 'Your invoice',
  text: 'Dear Ada,\r\n\r\nthanks.\r\n',
  tags: {},
  ...changes,
});

describe('formatTable', () => {
  it('aligns text to the left, numbers to the right, and leaves no blanks at line ends', () => {
    expect(
      formatTable(
        ['NAME', 'COUNT', 'NOTE'],
        [
          ['a', 7, ''],
          ['longer', 1234567, 'x'],
        ],
      ),
    ).toEqual(['NAME    COUNT    NOTE', 'a             7', 'longer  1234567  x']);
  });

  it('shows the headings of an empty table', () => {
    expect(formatTable(['A', 'B'], [])).toEqual(['A  B']);
  });
});

describe('formatInbox', () => {
  it('shows head and text', () => {
    expect(formatInbox([aMail()])).toEqual([
      '2024-01-15T10:30:00.000Z  email',
      '  │ From: notices@switchboard.example',
      '  │ To: ada@example.com',
      '  │ Subject: Your invoice',
      '  │',
      '  │ Dear Ada,',
      '  │',
      '  │ thanks.',
      '',
    ]);
  });

  it('says that there is none', () => {
    expect(formatInbox([])).toEqual(['The inbox is empty.']);
  });

  it('lets no mail steer the terminal', () => {
    const text = formatInbox([aMail({ subject: '\u001b]0;owned\u0007', text: 'a\u001b[2Jb' })]).join('\n');

    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u0007');
  });
});

describe('visibleText', () => {
  it('keeps line ends, tabs and letters of any language', () => {
    expect(visibleText('é\tß\r\n漢\u009b1m')).toBe('é\tß\n漢\ufffd1m');
  });
});

describe('lane list', () => {
  it('has a row for each lane', () => {
    const { lines } = laneOutcome([
      { pool: 'email', tiers: ['HIGH', 'LOW'], waiting: 12, inFlight: 3, delayed: 0, deadLetters: 1 },
    ]);

    expect(lines).toEqual([
      'POOL   TIERS      WAITING  IN FLIGHT  DELAYED  DEAD LETTERS',
      'email  HIGH, LOW       12          3        0             1',
      '',
      'No command was due in the last hour.',
    ]);
  });

  it('says how the last hour stood against the deadlines, and rounds no share up to all', () => {
    const attainment = [
      { agentType: 'sms', tier: 'CRITICAL', count: 30_000, share: 0.99996, p50: 80, p95: 999.6, p99: 61_000 },
      { agentType: 'sms', tier: 'LOW', count: 1, share: 0 },
    ] as const;

    expect(laneOutcome([], attainment).lines.slice(3)).toEqual([
      'AGENT TYPE  TIER      COMMANDS  IN TIME  P50    P95      P99',
      'sms         CRITICAL     30000  99.99 %  80 ms  1000 ms  61.0 s',
      'sms         LOW              1  0.00 %   -      -        -',
    ]);
  });

  it('names the lanes that a stage has by its profile, and the one of records', () => {
    expect(deployedLanes('local').map(({ pool, tiers }) => [pool, tiers.length])).toEqual([
      ...['coordinator', ...Object.keys(agents)].flatMap((pool) => Array(4).fill([pool, 1])),
      ['record-keeper', 0],
    ]);
    const dev = deployedLanes('dev').map(({ urlParameter, tiers }) => [urlParameter, tiers.length]);
    expect(dev.slice(0, 4)).toEqual([
      ['/switchboard/dev/lanes/coordinator/CRITICAL/url', 1],
      ['/switchboard/dev/lanes/coordinator/HIGH/url', 3],
      ['/switchboard/dev/lanes/email/CRITICAL/url', 1],
      ['/switchboard/dev/lanes/email/HIGH/url', 3],
    ]);
  });
});

describe('doctor', () => {
  const well = { name: 'JDK', state: 'ok', found: '17', fix: 'install it' } as const;
  const skipped = { name: 'engine', state: 'skipped', found: 'not looked at' } as const;

  it('succeeds when nothing failed', () => {
    expect(doctorOutcome([well, skipped])).toMatchObject({
      exit: 'OK',
      lines: ['   CHECK   FOUND          FIX', '✓  JDK     17', '-  engine  not looked at'],
    });
  });

  it('fails when one check failed, and says how to mend it', () => {
    const { exit, lines } = doctorOutcome([{ ...well, state: 'failed' }]);

    expect(exit).toBe('FAILED');
    expect(lines[1]).toBe('✗  JDK    17     install it');
  });
});
