/** The list of objects under a name of a request's body. Throws where there is none. */
export const listIn = (body: Record<string, unknown>, name: string): readonly Record<string, unknown>[] => {
  const list = body[name];
  if (!Array.isArray(list)) throw new Error(`${name}: no list`);
  return list;
};
