import type { LaneMessage } from '../../shared/lanes/lane-message.ts';
import type { ContactCommand } from '../../shared/messages/command.ts';
import type { ContactCommandType } from '../../shared/messages/message-types.ts';
import type { Priority } from '../../shared/messages/priority.ts';
import { aLaneMessage } from './a-lane-message.ts';
import { aSendEmailCommand } from './a-send-email-command.ts';

type Choices = {
  messageId?: string;
  target?: string;
  priority?: Priority;
  customerId?: string;
  templateId?: string;
  phone?: string;
  name?: string;
};

const aCommand =
  (type: ContactCommandType, pool: string) =>
  ({
    phone = '+14255550182',
    name = 'Ada Lovelace',
    target = pool,
    ...choices
  }: Choices = {}): ContactCommand => {
    const message = aSendEmailCommand({ ...choices, target });
    const context = { ...message.command.context, customerData: { name, phone } };
    return { ...message, command: { ...message.command, type, context } };
  };

/** A text message to a number that the command itself carries. */
export const aSendSmsCommand = aCommand('SEND_SMS', 'sms-agent');

/** A call to a number that the command itself carries. */
export const aPlaceCallCommand = aCommand('PLACE_CALL', 'phone-agent');

/** A text message as it stands in its lane. */
export const anSmsLaneMessage = (choices: Choices = {}): LaneMessage => ({
  ...aLaneMessage(aSendSmsCommand(choices)),
  agentType: 'sms',
  identity: 'sms-agent-001',
});

/** A call as it stands in its lane. */
export const aCallLaneMessage = (choices: Choices = {}): LaneMessage => ({
  ...aLaneMessage(aPlaceCallCommand(choices)),
  agentType: 'phone',
  identity: 'phone-agent-001',
});
