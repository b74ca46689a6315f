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
    reason:
      'an SDK client knows every error of its service by class: without them an error is the service’s base exception, with the same name, status and fields, and by these alone ours tell errors apart',
    find: /^n0_registry\d*\.registerError\(.*\);$/gm,
    put: '',
  },
  {
    reason: 'liquidjs has tags that read files or hide loops: ours ban them (shared/templates/liquid.ts)',
    find: /^ {2}(?:include: IncludeTag|render: RenderTag|layout: LayoutTag|block: BlockTag|liquid: LiquidTag|tablerow: TablerowTag),$/gm,
    put: '',
  },
  {
    reason: 'the SDK hashes by itself where there is no native crypto: in Lambda there is',
    find: /\bhasNativeCrypto\d* \? (buildNativeClass\d*\(\)) : (?:Sha256|Md5)Js\b/g,
    put: '$1',
  },
  {
    reason: 'the SDK can slow itself down in its adaptive mode: ours retries in the standard one',
    find: /await normalizeProvider\d*\(retryMode\)\(\) === RETRY_MODES\d*\.ADAPTIVE;\n *if \(adaptive\)/g,
    put: 'false; if (false)',
  },
  {
    reason:
      'it names every Region of a partition: what it needs of a Region it knows by the partition’s pattern',
    find: /"[\w-]+": \{\s*"description": "[^"]*"\s*\},?/g,
    put: '',
  },
  {
    reason: 'it reads profiles: a function has none, its settings are in the environment',
    find: /^var loadSharedConfigFiles = async \(init = \{\}\) => \{\n[\s\S]*?\n\};$/gm,
    put: 'var loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });',
  },
  {
    reason: 'it asks an instance for its Region: a function’s is in the environment',
    find: /^var getInstanceMetadataRegion = async \(\) => \{\n[\s\S]*?\n\};$/gm,
    put: 'var getInstanceMetadataRegion = async () => undefined;',
  },
  {
    reason:
      'it signs links and streams of events beforehand: ours are requests, signed as they go (the methods of SignatureV4)',
    find: /^ {2}(?:headerFormatter = new HeaderFormatter\(\);\n|async (?:presign|signEvent|signMessage)\(.*\{\n[\s\S]*?\n {2}\}\n)/gm,
    put: '',
  },
  {
    reason: 'it reads the times of answers by hand, in each format twice: Node reads all of them',
    find: /^var (_?parseRfc(?:3339DateTimeWithOffset|7231DateTime)) = \(value\) => \{\n[\s\S]*?\n\};$/gm,
    put: [
      'var $1 = (value) => {',
      '  if (value == null) return void 0;',
      '  if (typeof value !== "string" || Number.isNaN(Date.parse(value))) throw new TypeError(`no time: $${value}`);',
      '  return new Date(value);',
      '};',
    ].join('\n'),
  },
  {
    reason: 'a client’s configuration may be changed by extensions: ours have none',
    find: /^(var resolveRuntimeExtensions\d* = \(runtimeConfig, extensions\) => )\{\n[\s\S]*?\n\};$/gm,
    put: '$1runtimeConfig;',
  },
  {
    reason: 'a client logs its calls where it is given a logger, less what is secret: ours are given none',
    find: /^ *clientStack\.add\(loggerMiddleware\d*\(\), loggerMiddlewareOptions\d*\);$/gm,
    put: '',
  },
  {
    reason: 'the same, by what each command leaves out of a log',
    find: /\bop \? schemaLogFilter\.bind\(null, (?:in|out)put\) : \(_\) => _/g,
    put: '(_) => _',
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
  const { code } = await transform(splitNamespaces(inlineVersions(inlineKeys(plainEndpoints(rewritten)))), {
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    treeShaking: true,
    legalComments: 'none',
  });
  return code;
};

/** Services that are reached at `https://<name>.<Region>.<suffix of its partition>`, whatever the call. */
const plainNames = new Set(['dynamodb', 'email', 'kms', 'sms-voice', 'sqs']);

/**
 * A client finds its endpoint by a table of rules, for accounts’ own endpoints, FIPS, two stacks and several Regions: none of
 * ours asks for one of these, and a service whose calls all go to one name needs none of the table.
 * @param {string} source
 */
const plainEndpoints = (source) => {
  const [, partition] =
    /^var (partition\d*) = \(value\) => \{\n {2}const \{ partitions \}/m.exec(source) ?? [];
  if (partition === undefined) return source;
  return source.replace(
    /^\/\/ \S+\/endpoint\/bdd\.js\n([\s\S]*?)^\/\/ \S+\/endpoint\/endpointResolver\.js\n[\s\S]*?^var (\w+) = \(endpointParams[\s\S]*?(?=^\/\/ )/gm,
    (whole, rules, resolver) => {
      const names = [...rules.matchAll(/"https:\/\/([\w-]+)\.\{Region\}\.\{PartitionResult#dnsSuffix\}"/g)];
      const name = names.map(([, found]) => found).find((found) => plainNames.has(found));
      return name === undefined ? whole : `var ${resolver} = (${plainEndpoint})("${name}", ${partition});\n`;
    },
  );
};

/**
 * Runs inside bundles: it may use nothing but its arguments.
 * @param {string} name
 * @param {(region: string) => { dnsSuffix: string }} partition
 */
const plainEndpoint = (name, partition) => {
  const endpoints = new Map();
  /** @type {(place: { Endpoint?: string, Region?: string, UseFIPS?: boolean, UseDualStack?: boolean }) => object} */
  return ({ Endpoint, Region, UseFIPS, UseDualStack }) => {
    if (UseFIPS || UseDualStack || Region === undefined)
      throw new Error(
        `${name}: needs a Region; FIPS and two stacks are not bundled (infra/bundle/shrink.mjs)`,
      );
    const url = Endpoint || `https://${name}.${Region}.${partition(Region).dnsSuffix}`;
    const known = endpoints.get(url) ?? { url: new URL(url), properties: {}, headers: {} };
    endpoints.set(url, known);
    return known;
  };
};

/**
 * `{ [_hE]: 400 }` might run code, so esbuild keeps every schema of a client that has such a key; `{ "httpError": 400 }`
 * cannot.
 * @param {string} source
 */
const inlineKeys = (source) => {
  const strings = new Map(
    [...source.matchAll(/^var (_[A-Za-z0-9_]+) = ("(?:[^"\\]|\\.)*");$/gm)].map(([, name, text]) => [
      name,
      text,
    ]),
  );
  return source.replace(/([{,]\s*)\[(_[A-Za-z0-9_]+)\]:/g, (whole, before, name) => {
    const text = strings.get(name);
    return text === undefined ? whole : `${before}${text}:`;
  });
};

/**
 * An SDK client carries its whole `package.json` and reads its version.
 * @param {string} source
 */
const inlineVersions = (source) => {
  const versions = new Map(
    [...source.matchAll(/^var (package_default\d*) = \{\n(?: .*\n)*? {2}version: ("[^"]+"),$/gm)].map(
      ([, name, version]) => [name, version],
    ),
  );
  return source.replace(/\b(package_default\d*)\.version\b/g, (whole, name) => versions.get(name) ?? whole);
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
