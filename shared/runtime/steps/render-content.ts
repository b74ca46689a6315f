import type { Renderer } from '../../channels/renderer.ts';
import { fact } from '../../journal/command-facts.ts';
import { Settled } from '../settled.ts';
import type { Addressed, Rendered } from './work.ts';

/** Makes the content; a command from which none can be made has failed, before anything was claimed. */
export const renderContent =
  <Content>(render: Renderer<Content>, now: () => number) =>
  async (task: Addressed): Promise<Rendered<Content> | Settled> => {
    const rendered = await render(task);
    if (rendered.ok) return { ...task, ...rendered.value };
    const body = { ...task.subject, attempt: 0, cause: 'INVALID_CONTENT', issues: rendered.issues };
    return new Settled('FAILED', [fact('failed', task.aggregate, now(), body)]);
  };
