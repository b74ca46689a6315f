/** S3's answers in XML, which has elements and texts only: no attributes that matter, no comments, no CDATA. */

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** What stands between the tags of every element of that name, as it is written. */
export const textsIn = (xml: string, name: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map(
    ([, text = '']) => text,
  );

/** The text of the first element of that name; `undefined` where there is none. */
export const textIn = (xml: string, name: string): string | undefined => {
  const [text] = textsIn(xml, name);
  return text?.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, digits?: string, named?: string) => {
      if (named !== undefined) return ENTITIES[named] ?? whole;
      return String.fromCodePoint(hex === undefined ? Number(digits) : Number.parseInt(hex, 16));
    },
  );
};
