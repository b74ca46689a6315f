import type { AgentReport, AgentStateStore } from '../agent-state-store.ts';

/** Agent states without AWS, for tests and the simulator. */
export class InMemoryAgentStateStore implements AgentStateStore {
  readonly #reports = new Map<string, AgentReport>();

  async put(report: AgentReport): Promise<'stored' | 'older'> {
    const name = `${report.identity}\n${report.part}`;
    if ((this.#reports.get(name)?.saidAt ?? Number.NEGATIVE_INFINITY) >= report.saidAt) return 'older';
    this.#reports.set(name, JSON.parse(JSON.stringify(report)));
    return 'stored';
  }

  async get(identities: readonly string[]): Promise<readonly AgentReport[]> {
    return [...this.#reports.values()].filter(({ identity }) => identities.includes(identity));
  }
}
