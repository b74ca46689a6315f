import { formatTable } from '../format/format-table.ts';
import type { SagaMachines } from '../open-sagas.ts';
import type { Outcome } from '../outcome.ts';

/** Executions shown of each saga. */
const NEWEST = 50;

/** `saga list`: the newest executions of sagas. SUCCEEDED is complete or compensated: `saga status` says which. */
export const listSagas = async (
  names: readonly string[],
  machines: Pick<SagaMachines, 'list'>,
): Promise<Outcome> => {
  const found = await Promise.all(names.map((saga) => machines.list(saga, NEWEST)));
  const executions = found.flat().toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  return {
    exit: 'OK',
    json: { sagas: executions },
    lines:
      executions.length === 0
        ? ['No saga began yet.']
        : formatTable(
            ['SAGA', 'ID', 'EXECUTION', 'BEGAN', 'ENDED'],
            executions.map(({ saga, sagaId, status, startedAt, endedAt = '-' }) => [
              saga,
              sagaId,
              status,
              startedAt,
              endedAt,
            ]),
          ),
  };
};
