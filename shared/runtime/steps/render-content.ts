import type { Renderer } from '../../channels/renderer.ts';
import { fact } from '../../journal/command-facts.ts';
import { retryLater, Settled } from '../settled.ts';
import type { Permitted, Rendered } from './work.ts';

/** Makes the content; a command from which none can be made has failed, before anything was claimed. */
export const renderContent =
  <Content>(render: Renderer<Content>, now: () => number) =>
  async (task: Permitted): Promise<Rendered<Content> | Settled> => {
    const rendered = await render(task);
    if (rendered.ok) {
      const { templateVersion } = rendered.value.account;
      // A push between gate and rendering may have changed the purpose.
      const isJudged = task.templateVersion === undefined || task.templateVersion === templateVersion;
      const { content, account } = rendered.value;
      return isJudged ? { ...task, content, account } : retryLater('TEMPLATE_CHANGED');
    }
    const body = { ...task.subject, attempt: 0, cause: 'INVALID_CONTENT', issues: rendered.issues };
    return new Settled('FAILED', [fact('failed', task.aggregate, now(), body)]);
  };
