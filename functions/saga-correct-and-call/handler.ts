import { agents } from '../../config/agents.ts';
import { lanes } from '../../config/lanes.ts';
import { sagas } from '../../config/sagas.ts';
import { createSagaHandler } from '../../shared/runtime/create-saga-handler.ts';
import { openSaga } from '../../shared/runtime/open-saga.ts';
import { correctAndCall } from '../../shared/sagas/correct-and-call/correct-and-call.ts';

const { steps, ports } = openSaga({ agents, laneTable: lanes });

/** Does and undoes the steps of the saga of a message and a call, and hears how they ended. */
export const handler = createSagaHandler(correctAndCall(steps), sagas['correct-and-call'], ports);
