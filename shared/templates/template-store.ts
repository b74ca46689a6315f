/** The texts of one template, in Liquid. */
export type Template = {
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
};

/** Where templates live. `undefined` for an id that names none. */
export type TemplateStore = { get(templateId: string): Promise<Template | undefined> };
