import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agents } from '../../../config/agents.ts';
import type { AgentIdentity, AgentRegistry } from '../../../shared/agents/agent-registry.ts';
import { routeCommand } from '../../../shared/agents/route-command.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';

const identity = (isOut = false): AgentIdentity => ({
  sender: 'Switchboard <a@example.com>',
  ...(isOut && { weight: 0 }),
});

/** The e-mail pool with `count` identities, of which those in `out` are out of service. */
const registry = (count: number, out: readonly number[] = []): AgentRegistry => ({
  email: {
    ...agents.email,
    identities: Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`email-agent-00${at + 1}`, identity(out.includes(at + 1))]),
    ),
  },
});

const route = (target: string, customerId: string, of: AgentRegistry) =>
  routeCommand(aSendEmailCommand({ target, customerId }), of);

const routed = (target: string, customerId: string, of: AgentRegistry) => {
  const found = route(target, customerId, of);
  if (!found.ok) throw new Error(found.issues[0]?.rule);
  return found.value;
};

const customers = fc.stringMatching(/^cust-[a-z0-9]{1,12}$/);

describe('routeCommand', () => {
  it('lets a pool choose, for a customer always the same identity', () => {
    fc.assert(
      fc.property(customers, fc.integer({ min: 1, max: 9 }), (customerId, count) => {
        const first = routed('email-agent', customerId, registry(count));

        expect(first).toMatchObject({ agentType: 'email', choice: 'POOL' });
        expect(routed('email-agent', customerId, registry(count))).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });

  it('shares customers out evenly', () => {
    const counts = new Map<string, number>();
    for (let at = 0; at < 3000; at += 1) {
      const chosen = routed('email-agent', `cust-${at}`, registry(3)).identity;
      counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
    }

    expect(counts.size).toBe(3);
    for (const count of counts.values()) expect(count).toBeGreaterThan(800);
  });

  it('follows a target that names an identity in service', () => {
    fc.assert(
      fc.property(customers, fc.integer({ min: 1, max: 3 }), (customerId, at) => {
        const identityName = `email-agent-00${at}`;

        expect(routed(identityName, customerId, registry(3))).toEqual({
          agentType: 'email',
          identity: identityName,
          choice: 'PINNED',
        });
      }),
    );
  });

  it('lets the pool choose for an identity that is out of service, and says so', () => {
    fc.assert(
      fc.property(customers, (customerId) => {
        const chosen = routed('email-agent-002', customerId, registry(3, [2]));

        expect(chosen.choice).toBe('PIN_OUT_OF_SERVICE');
        expect(chosen.identity).not.toBe('email-agent-002');
        expect(chosen.identity).toBe(routed('email-agent', customerId, registry(3, [2])).identity);
      }),
    );
  });

  it('lets the pool choose for an identity that it has no more, and says so', () => {
    const chosen = routed('email-agent-999', 'cust-1', registry(3));

    expect(chosen).toEqual({ ...routed('email-agent', 'cust-1', registry(3)), choice: 'PIN_UNKNOWN' });
  });

  it('moves no customer whose own identity is still in service', () => {
    fc.assert(
      fc.property(customers, fc.integer({ min: 1, max: 3 }), (customerId, out) => {
        const before = routed('email-agent', customerId, registry(3)).identity;
        const after = routed('email-agent', customerId, registry(3, [out])).identity;

        if (before === `email-agent-00${out}`) expect(after).not.toBe(before);
        else expect(after).toBe(before);
      }),
      { numRuns: 500 },
    );
  });

  for (const { name, target, of } of [
    { name: 'a pool that nobody has', target: 'fax-agent', of: registry(3) },
    { name: "an agent type's own name, which is no target", target: 'email', of: registry(3) },
    { name: 'a property of every object', target: 'constructor', of: registry(3) },
    { name: 'a pool without an identity in service', target: 'email-agent', of: registry(2, [1, 2]) },
    { name: 'an identity of such a pool', target: 'email-agent-001', of: registry(2, [1, 2]) },
  ]) {
    it(`rejects ${name}`, () => {
      expect(route(target, 'cust-456', of)).toMatchObject({ ok: false, issues: [{ path: 'target' }] });
    });
  }

  it('rejects a command that its target does not serve, and says which it serves', () => {
    const command = aSendEmailCommand({ target: 'email-agent' });
    const call = { ...command, command: { ...command.command, type: 'PLACE_CALL' as const } };

    expect(routeCommand(call, registry(1))).toEqual({
      ok: false,
      issues: [{ path: 'command.type', rule: 'is not served by the target: email-agent serves SEND_EMAIL' }],
    });
  });
});
