// @ts-check
import { readFile, realpath, writeFile } from 'node:fs/promises';
import { transform } from 'esbuild';

/**
 * What keeps unused code in a bundle, and how it reads once it does not. All of them are texts of packages whose versions
 * `package-lock.json` pins; where a new version reads differently the bundle is larger, and its size test says so.
 * @type {readonly { reason: string, find: RegExp, put: string }[]}
 */
const rewrites = [
  {
    reason: 'zod writes JSON Schemas: nothing here asks for one, yet each schema carries its writer',
    find: /^ *inst\._zod\.processJSONSchema = .*;$/gm,
    put: '',
  },
  {
    reason: 'the same, by the method of each schema',
    find: /return createToJSONSchemaMethod\(this, \{\}\)\(params\);/g,
    put: 'throw new Error("toJSONSchema is not bundled (infra/bundle/shrink.mjs)");',
  },
  {
    reason: 'the same, by the Standard Schema interface',
    find: /createStandardJSONSchemaMethod\((?:this|schema), [^()]*\)/g,
    put: 'undefined',
  },
  {
    reason:
      'zod keeps every format of a text as a method of each text: ours are `z.uuid()`, never `z.string().uuid()`',
    find: /return this\.check\(_\w+\(Zod\w+, params\)\);/g,
    put: 'throw new Error("z.string() has no formats here (infra/bundle/shrink.mjs)");',
  },
  {
    reason: 'the same, for kinds of schema that none of ours is chained to',
    find: /return (?:intersection\(this, arg\)|(?:exactOptional|nonoptional|prefault|readonly)\(this(?:, \w+)?\)|this\.check\(_(?:normalize|slugify|lowercase|uppercase|toLowerCase|toUpperCase)\(.*\)\)|_coerced(?:Bigint|Boolean|Date)\(.*\));/g,
    put: 'throw new Error("not bundled (infra/bundle/shrink.mjs)");',
  },
  {
    reason: 'its compiler knows all kinds of schema; one that it does not know is checked uncompiled',
    find: /typeAccessor = generate(?:BigInt|Symbol|Void|NaN|Date|NonOptional|Intersection|Map|Set|File|TemplateLiteral|Lazy)Check\(.*\);/g,
    put: 'throw new ZodCompileUnsupportedError(type);',
  },
  {
    reason: 'liquidjs has tags that read files or hide loops: ours ban them (shared/templates/liquid.ts)',
    find: /^ {2}(?:include: IncludeTag|render: RenderTag|layout: LayoutTag|block: BlockTag|liquid: LiquidTag|tablerow: TablerowTag),$/gm,
    put: '',
  },
  {
    reason:
      'postal-mime knows every character that HTML has a name for: Latin letters and punctuation are what people write',
    find: /^ {2}"&\w+;?": "(?!\\u20)\\u[^"]*",?$/gm,
    put: '',
  },
];

/**
 * Takes the unused code out of a bundle that is not minified yet, and minifies it.
 * @param {string} source
 * @returns {Promise<string>}
 */
export const shrink = async (source) => {
  const rewritten = rewrites.reduce((text, { find, put }) => text.replace(find, put), source);
  const { code } = await transform(splitNamespaces(rewritten), {
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    treeShaking: true,
    legalComments: 'none',
  });
  return code;
};

/**
 * esbuild writes a namespace that is used by its members only (`util_exports.hide`) as one object of getters, and keeps
 * them all; as a getter each (`util_exports$hide()`, a name that nothing can hide) those of use are left.
 * @param {string} source
 */
const splitNamespaces = (source) => {
  let text = source;
  for (const [whole, namespace = '', getters = ''] of source.matchAll(
    /^var (\w+_exports) = \{\};\n__export\(\1, \{\n((?: {2}\w+: \(\) => [\w$]+,?\n)+)\}\);\n/gm,
  )) {
    const alone = getters.replace(/^ {2}(\w+): (\(\) => [\w$]+),?$/gm, `const ${namespace}$$$1 = $2;`);
    const split = text
      .replace(whole, () => alone)
      .replace(new RegExp(`\\b${namespace}\\.(\\w+)`, 'g'), `(${namespace}$$$1())`);
    if (!new RegExp(`\\b${namespace}\\b(?!\\$)`).test(split)) text = split;
  }
  return text;
};

const [, script, file] = process.argv;
if (script !== undefined && file !== undefined && (await realpath(script)) === import.meta.filename) {
  await writeFile(file, await shrink(await readFile(file, 'utf8')));
}
