import { commandAggregate, fact } from '../../shared/journal/command-facts.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import { specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';

const { COMMAND, EVENT } = specifiedDocuments;

/** An example of each fact of reports of which the bus hears. */
export const reportFacts: readonly Fact[] = [
  fact('report-generated', commandAggregate(COMMAND.messageId), Date.parse(EVENT.timestamp), {
    agentType: 'back-office',
    identity: 'agent-coordinator',
    commandType: 'GENERATE_REPORT',
    reportType: 'day',
    fromDay: '2024-01-15',
    untilDay: '2024-01-15',
    bucket: 'switchboard-prod-reports',
    jsonKey: `reports/2024-01-16/${COMMAND.messageId}/9b2e.json`,
    csvKey: `reports/2024-01-16/${COMMAND.messageId}/9b2e.csv`,
    rows: 3,
    commands: 1200,
    outcomes: { DELIVERED: 1100, FAILED: 20, SUPPRESSED: 80 },
  }),
];
