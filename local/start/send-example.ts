import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Command } from '../../shared/messages/command.ts';
import { localAws } from './aws-settings.ts';

/** The specification's command, with its gaps filled. */
export const exampleFile = 'examples/send-email.json';

/** Puts a command on the bus as any user would. Throws when the bus refuses it. */
export const putCommand = async (endpoint: string, busName: string, command: Command): Promise<void> => {
  const client = new EventBridgeClient(localAws(endpoint));
  try {
    const entry = {
      EventBusName: busName,
      Source: command.source,
      DetailType: command.messageType,
      Detail: JSON.stringify(command),
    };
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
    const refused = Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
    if (refused !== undefined) throw new Error(`the bus refused the command: ${refused.ErrorMessage}`);
  } finally {
    client.destroy();
  }
};

/** The same command as a new one: its own id, sent now. */
export const freshCommand = (command: Command, id: string, now: Date): Command => ({
  ...command,
  messageId: id,
  timestamp: now.toISOString(),
});
