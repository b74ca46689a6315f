import type { AgentType } from '../agents/agent-registry.ts';
import { DynamoDbTokenLedger } from '../fairness/adapters/dynamodb-token-ledger.ts';
import { SHARES_CONTROL, sharesOf } from '../fairness/shares.ts';
import { createTurns } from '../fairness/turns.ts';
import type { ControlBoard } from '../state/control-board.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** The turns of an agent type's pool; the board must have the shares. */
export const openTurns = (
  env: { readonly STATE_TABLE: string },
  agentType: string,
  agent: Pick<AgentType, 'identities'>,
  board: Pick<ControlBoard, 'get'>,
) =>
  createTurns({
    ...systemPorts,
    agent,
    shares: async () => sharesOf(await board.get(SHARES_CONTROL)),
    ledger: new DynamoDbTokenLedger({ client: dynamoDbClient(), tableName: env.STATE_TABLE, agentType }),
  });
