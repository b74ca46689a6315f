import { fact } from '../../journal/command-facts.ts';
import type { LaneMessage } from '../../lanes/lane-message.ts';
import type { Parsed } from '../../messages/parse-message.ts';
import { Settled } from '../settled.ts';
import type { Rendered, Task } from './work.ts';

/** Makes a channel's content from a command, or says which of its fields cannot serve. */
export type Renderer<Content> = (lane: LaneMessage) => Promise<Parsed<Content>>;

/** Makes the content; a command from which none can be made has failed, before anything was claimed. */
export const renderContent =
  <Content>(render: Renderer<Content>, now: () => number) =>
  async (task: Task): Promise<Rendered<Content> | Settled> => {
    const content = await render(task.lane);
    if (content.ok) return { ...task, content: content.value };
    const body = { ...task.subject, attempt: 0, cause: 'INVALID_CONTENT', issues: content.issues };
    return new Settled('FAILED', [fact('failed', task.aggregate, now(), body)]);
  };
