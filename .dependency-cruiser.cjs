const technology = [
  '^node_modules/(@aws-sdk|@smithy|@aws-lambda-powertools|aws-cdk-lib|aws-cdk|constructs|redis|ioredis|@valkey|iovalkey)/',
  '^(@aws-sdk|@smithy|@aws-lambda-powertools|aws-cdk-lib|constructs|redis|ioredis|iovalkey)(/|$)',
];

/** @type {import('dependency-cruiser').IConfiguration} The layers of docs and style: what may import what. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two modules that need each other are one module, or need a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment:
        'An import that leads nowhere, or to a package that is not in package.json. What benchmarks compare with has its own packages, which the benchmark installs (test/bench/peers).',
      from: { pathNot: '^test/bench/peers/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'rules-without-technology',
      severity: 'error',
      comment:
        'Rules and ports stay free of AWS, Redis and CDK; technology lives in adapters, runtime and observability.',
      from: { path: '^shared/', pathNot: '/(adapters|runtime|observability)/' },
      to: { path: technology },
    },
    {
      name: 'functions-apart',
      severity: 'error',
      comment: 'Each function deploys alone; what two of them need belongs in shared/.',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'infra-without-functions',
      severity: 'error',
      comment: 'Stacks name a function by the path of its entry and never run its code.',
      from: { path: '^infra/' },
      to: { path: '^functions/' },
    },
    {
      name: 'nobody-needs-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'shared-at-the-bottom',
      severity: 'error',
      comment: 'shared/ is what the others are built from; it takes configuration as arguments.',
      from: { path: '^shared/' },
      to: { path: '^(functions|infra|cli|local|config)/' },
    },
    {
      name: 'texts-in-no-bundle',
      severity: 'error',
      comment:
        'What the message catalog says of the schemas is for documents; functions would carry it along.',
      from: { pathNot: '^(shared/messages/catalog|local/docs|test)/' },
      to: { path: '^shared/messages/catalog/' },
    },
    {
      name: 'config-on-shared-only',
      severity: 'error',
      comment: 'config/ is the users’ own folder: tables of values, typed by shared/.',
      from: { path: '^config/' },
      to: { path: '.', pathNot: '^(config|shared)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
