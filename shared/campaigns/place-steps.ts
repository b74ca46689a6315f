import type { Issue } from '../messages/parse-message.ts';
import type { CampaignStep } from './campaign-definition.ts';

/** The steps in the order in which members go through them, or why there is none. */
export type PlacedSteps = { readonly steps: readonly CampaignStep[]; readonly issues: readonly Issue[] };

/** Follows `next` from the first step: every step must be there once, be reached, and lead to none that was passed already. */
export const placeSteps = (steps: readonly CampaignStep[]): PlacedSteps => {
  const indexOf = new Map<string, number>();
  const issues: Issue[] = [];
  for (const [index, { step }] of steps.entries()) {
    const first = indexOf.get(step);
    if (first === undefined) indexOf.set(step, index);
    else
      issues.push({ path: `steps.${index}.step`, rule: `must be another name than that of steps.${first}` });
  }
  const placed: CampaignStep[] = [];
  const passed = new Set<number>();
  for (let at: number | undefined = 0; at !== undefined; ) {
    passed.add(at);
    const step: CampaignStep | undefined = steps[at];
    if (step === undefined) break;
    placed.push(step);
    const to: number | undefined = step.next && indexOf.get(step.next.step);
    const path = `steps.${at}.next.step`;
    if (step.next && to === undefined) issues.push({ path, rule: 'names no step of this campaign' });
    if (to !== undefined && passed.has(to))
      issues.push({ path, rule: 'must not lead back: the escalation is a cycle' });
    at = to !== undefined && !passed.has(to) ? to : undefined;
  }
  if (issues.length > 0) return { steps: placed, issues };
  const missed = steps.flatMap((_, index) =>
    passed.has(index)
      ? []
      : [{ path: `steps.${index}.step`, rule: 'is never reached: no next of a reached step names it' }],
  );
  return { steps: placed, issues: missed };
};
