import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byDesign } from './support/by-design.js';
import { operationsOf, type Operation } from './support/document.js';
import { createStock, type GoodRequest, type Stock } from './support/good-request.js';
import { spoilings, type FieldSchema, type SpoilingName } from './support/spoilings.js';
import { startTestServer, type Answer, type TestServer } from './support/test-server.js';
import { v1Requests } from './support/v1-requests.js';
import { v5Requests } from './support/v5-requests.js';

let server: TestServer;
let stock: Stock;
let operations: Map<string, Operation>;
beforeAll(async () => {
  server = await startTestServer();
  stock = await createStock(server);
  const document = (await server.get('/openapi.json', { key: '' })).json;
  const withBody = operationsOf(document).filter(({ body }) => body !== undefined);
  operations = new Map(withBody.map((operation) => [operation.id, operation]));
});
afterAll(() => server.stop());

const requests = [...v5Requests, ...v1Requests];
const nameOf = ({ id, form }: GoodRequest) => (form === undefined ? id : `${id}, ${form}`);
const named = (rows: readonly GoodRequest[]) => rows.map((row) => ({ name: nameOf(row), row }));

interface BodySchema {
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, FieldSchema>>;
}
const schemaOf = ({ id }: GoodRequest) => operations.get(id)!.body!.schema as unknown as BodySchema;

const send = (row: GoodRequest, body: unknown) =>
  server.post(row.path(stock), body, row.method && { method: row.method });

/** The good body with another JSON text in the place of one value. */
function spoil(row: GoodRequest, field: string, text: string): string {
  return JSON.stringify({ ...row.body(stock), [field]: '\u0000' }).replace('"\\u0000"', () => text);
}

const isGood = ({ status, json }: Answer) =>
  (status === 200 || status === 201) && json?.valid !== false;

/** In a few words, what an answer is for a field. */
function outcomeOf(answer: Answer, field: string): string {
  const { status, json } = answer;
  if (isGood(answer)) return 'good';
  if (status === 200) return 'valid:false';
  const isNamed = status === 400 && String(json.field).split('.', 1)[0] === field;
  const isExplained = /\w.*\.$/.test(json.detail) && json.status === status;
  return isNamed && isExplained ? json.code : `problem ${json.code}`;
}

/** The codes of a field that is named and bad. */
const refusals: Partial<Record<SpoilingName, RegExp>> = {
  'with a control character': /^invalid_(field|domain|date)$/,
  'broken by a line or a tab': /^invalid_(field|domain|date)$/,
  'followed by a line and a tab': /^invalid_(field|domain|date)$/,
  'an impossible date': /^invalid_date$/,
};

const designOf = (row: GoodRequest, field: string) =>
  byDesign[`${nameOf(row)}.${field}`] ?? byDesign[`${row.id}.${field}`];

const isExpected = (row: GoodRequest, field: string, spoiling: SpoilingName, outcome: string) => {
  const designed = designOf(row, field)?.[spoiling];
  if (designed !== undefined) return outcome === designed;
  return (refusals[spoiling] ?? /^invalid_field$/).test(outcome);
};

describe('the good requests', () => {
  it('are there for every operation that has a body, and have every field of it', () => {
    const fields = new Map<string, Set<string>>();
    for (const row of requests) {
      const names = fields.get(row.id) ?? new Set();
      for (const name of Object.keys(row.body(stock))) names.add(name);
      fields.set(row.id, names);
    }
    const wanted = [...operations].map(([id, { body }]) => [
      id,
      Object.keys((body!.schema as unknown as BodySchema).properties).sort(),
    ]);
    expect([...fields].map(([id, names]) => [id, [...names].sort()]).sort()).toEqual(wanted.sort());
  });

  it.each(named(requests))('$name is answered well, again and again', async ({ row }) => {
    for (const answer of [await send(row, row.body(stock)), await send(row, row.body(stock))]) {
      expect([answer.text, isGood(answer)]).toEqual([answer.text, true]);
    }
  });
});

it('nothing is answered by design that no request has', () => {
  const fields = requests.flatMap((row) =>
    Object.keys(row.body(stock)).flatMap((field) => [
      `${row.id}.${field}`,
      `${nameOf(row)}.${field}`,
    ]),
  );
  expect(Object.keys(byDesign).filter((name) => !fields.includes(name))).toEqual([]);
});

describe.each(named(requests))('$name', ({ row }) => {
  it.each(Object.keys(spoilings) as SpoilingName[])('refuses a field that is %s', async (name) => {
    const { properties } = schemaOf(row);
    const unexpected: string[] = [];
    for (const [field, good] of Object.entries(row.body(stock))) {
      for (const text of spoilings[name](properties[field]!, good)) {
        const outcome = outcomeOf(await send(row, spoil(row, field, text)), field);
        if (isExpected(row, field, name, outcome)) continue;
        unexpected.push(`${row.id}.${field} ${name}: ${outcome} ${text.length > 60 ? '' : text}`);
      }
    }
    expect(unexpected).toEqual([]);
  });

  it('names a field that it needs and misses', async () => {
    const { required = [] } = schemaOf(row);
    const unexpected: string[] = [];
    for (const field of Object.keys(row.body(stock))) {
      const without = { ...row.body(stock), [field]: undefined };
      const outcome = outcomeOf(await send(row, without), field);
      const designed = designOf(row, field)?.missing ?? 'good';
      if (outcome === (required.includes(field) ? 'missing_field' : designed)) continue;
      unexpected.push(`${row.id}.${field} missing: ${outcome}`);
    }
    expect(unexpected).toEqual([]);
  });

  it('refuses a field that is given twice, in whatever case', async () => {
    for (const [field, value] of Object.entries(row.body(stock))) {
      for (const other of [field, field.toUpperCase(), field.toLowerCase()]) {
        const [first, ...rest] = JSON.stringify(row.body(stock));
        const twice = `${first!}${JSON.stringify(other)}:${JSON.stringify(value)},${rest.join('')}`;
        const answer = await send(row, twice);
        expect([field, answer]).toMatchObject([
          field,
          { status: 400, json: { code: 'duplicate_field' } },
        ]);
      }
    }
  });
});

describe.each(named(v5Requests))('$name', ({ row }) => {
  it('reads the name of each field in any case', async () => {
    for (const field of Object.keys(row.body(stock))) {
      for (const other of [field.toUpperCase(), field.toLowerCase()]) {
        const { [field]: value, ...rest } = row.body(stock);
        const answer = await send(row, { ...rest, [other]: value });
        expect([other, isGood(answer)]).toEqual([other, true]);
      }
    }
  });
});

describe.each(named(v1Requests))('$name', ({ row }) => {
  it('refuses the name of a field in another case', async () => {
    for (const field of Object.keys(row.body(stock))) {
      const { [field]: value, ...rest } = row.body(stock);
      const answer = await send(row, { ...rest, [field.toUpperCase()]: value });
      expect([field, answer.status]).toEqual([field, 400]);
      expect(answer.json.code).toMatch(/^(unknown|missing)_field$/);
    }
  });
});

it('nothing of all that was a failure of the server', () => {
  const levels = server.log.map((line) => (JSON.parse(line) as { level: number }).level);
  expect(Math.max(...levels)).toBe(30);
});
