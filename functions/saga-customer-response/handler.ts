import { agents } from '../../config/agents.ts';
import { lanes } from '../../config/lanes.ts';
import { sagas } from '../../config/sagas.ts';
import { createSagaHandler } from '../../shared/runtime/create-saga-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { analyserVariables, openAnalyser } from '../../shared/runtime/open-analyser.ts';
import { openSaga } from '../../shared/runtime/open-saga.ts';
import { customerResponse } from '../../shared/sagas/customer-response/customer-response.ts';

const analyse = openAnalyser(parseEnv(...analyserVariables));
const { steps, ports } = openSaga({ agents, laneTable: lanes });

/** Does and undoes the steps of the saga that follows a customer's answer. */
export const handler = createSagaHandler(
  customerResponse({
    ...steps,
    analyse,
    channels: new Set(Object.values(agents).map(({ channel }) => channel)),
  }),
  sagas['customer-response'],
  ports,
);
