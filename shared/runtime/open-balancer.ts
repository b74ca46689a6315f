import type { AgentType } from '../agents/agent-registry.ts';
import { DynamoDbLoadExchange } from '../balancing/adapters/dynamodb-load-exchange.ts';
import { createBalancer } from '../balancing/balancer.ts';
import { reportedHealth } from '../balancing/identity-health.ts';
import { SHARES_CONTROL, sharesOf } from '../fairness/shares.ts';
import type { ControlBoard } from '../state/control-board.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** The balancer of an agent type's pool; the board must have the shares and each identity's status. */
export const openBalancer = (
  env: { readonly STATE_TABLE: string },
  agentType: string,
  agent: Pick<AgentType, 'balancing' | 'identities'>,
  board: Pick<ControlBoard, 'get'>,
) =>
  createBalancer({
    ...systemPorts,
    agent,
    health: reportedHealth(board),
    shares: async () => sharesOf(await board.get(SHARES_CONTROL)),
    loads: new DynamoDbLoadExchange({ client: dynamoDbClient(), tableName: env.STATE_TABLE, agentType }),
  });
