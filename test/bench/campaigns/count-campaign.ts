import { CampaignWorld, threeChannels } from '../../support/campaign-world.ts';

/** What a campaign asked of AWS in all. */
export type Counted = {
  calls: number;
  writeUnits: number;
  readUnits: number;
  queueCalls: number;
  s3Gets: number;
  transitions: number;
  contacts: number;
};

const INSERTS = 25;
const KEYS = 100;
const MESSAGES = 10;

/** Runs a campaign from a file over so many steps, in which nobody answers, and counts what its master asked for. */
export const countCampaign = async (members: number, steps: 1 | 3): Promise<Counted> => {
  const world = new CampaignWorld();
  world.pagesPerCall = 4;
  const counted = {
    calls: 0,
    writeUnits: 0,
    readUnits: 0,
    queueCalls: 0,
    s3Gets: 0,
    transitions: 0,
    contacts: 0,
  };
  const book = countPorts(world, counted);
  const ids = Array.from({ length: members }, (_, index) => `customer-0000-0000-${index}`);
  world.files.set('campaigns/a.csv', ['customerId', ...ids].join('\n'));
  const whole = threeChannels([], { audience: { file: 'campaigns/a.csv' } });
  const first = whole.steps.slice(0, 1).map(({ next: _, ...step }) => step);
  await world.start(steps === 1 ? { ...whole, steps: first } : whole);
  while (world.executions.length > 0) {
    await world.work(() => 'delivered');
    book.isOpen = true;
    const move = await world.step();
    book.isOpen = false;
    if (move === undefined) world.now = Math.min(...world.executions.map(({ wakeAt }) => wakeAt));
    else counted.transitions += typeof move === 'object' && move.move === 'WAIT' ? 3 : 2; // call, choice, wait
  }
  counted.contacts = world.contacts.size;
  const sends = counted.contacts / MESSAGES;
  counted.queueCalls = sends;
  counted.calls += sends;
  return counted;
};

/** Counts what is called while the book is open. */
const countPorts = (world: CampaignWorld, counted: Counted) => {
  const book = { isOpen: false };
  const count = (calls: number, units: Partial<Pick<Counted, 'readUnits' | 'writeUnits' | 's3Gets'>>) => {
    if (!book.isOpen) return;
    counted.calls += calls;
    for (const [name, value] of Object.entries(units) as ['readUnits' | 'writeUnits' | 's3Gets', number][])
      counted[name] += value;
  };
  const { journal, store, files } = world;
  const insert = journal.insert.bind(journal);
  journal.insert = (facts, change) => {
    count(Math.ceil(facts.length / INSERTS), { writeUnits: facts.length });
    return insert(facts, change);
  };
  const read = journal.read.bind(journal);
  journal.read = (aggregate) => {
    count(1, { readUnits: 1 });
    return read(aggregate);
  };
  const get = journal.get.bind(journal);
  journal.get = (keys) => {
    count(Math.ceil(keys.length / KEYS), { readUnits: keys.length });
    return get(keys);
  };
  const takePlaces = store.takePlaces.bind(store);
  store.takePlaces = (id, members) => {
    count(Math.ceil(members.length / INSERTS), { writeUnits: members.length });
    return takePlaces(id, members);
  };
  const putPage = store.putPage.bind(store);
  store.putPage = (id, page) => {
    count(1, { writeUnits: Math.ceil(JSON.stringify(page).length / 1024) });
    return putPage(id, page);
  };
  const getPage = store.getPage.bind(store);
  store.getPage = async (id, pass, at) => {
    const page = await getPage(id, pass, at);
    count(1, { readUnits: Math.ceil(JSON.stringify(page ?? '').length / 4096) });
    return page;
  };
  for (const name of ['getDefinition', 'getProgress', 'putProgress'] as const) {
    const own: (...args: never[]) => unknown = store[name].bind(store);
    const units = name === 'putProgress' ? { writeUnits: 1 } : { readUnits: 1 };
    Reflect.set(store, name, (...args: never[]) => {
      count(1, units);
      return own(...args);
    });
  }
  const getFile = files.get.bind(files);
  files.get = (key) => {
    count(1, { s3Gets: 1 });
    return getFile(key);
  };
  return book;
};
