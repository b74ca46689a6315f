/** The agent types to which a command may fall back from one of them, the next first, by its template's list. */
export const fallbackOrder = (
  listed: readonly string[],
  agentType: string,
  fellFrom: readonly string[] = [],
): readonly string[] => {
  const rest = listed.slice(listed.indexOf(agentType) + 1);
  return rest.filter((next) => next !== agentType && !fellFrom.includes(next));
};
