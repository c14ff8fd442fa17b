/** What the document says of one field, as far as spoiling it needs it. */
export interface FieldSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly FieldSchema[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}

/** A way to spoil a field: the values that it is given, as JSON. None where the way does not apply. */
export type Spoiling = (schema: FieldSchema, good: unknown) => readonly string[];

const json = (values: readonly unknown[]): string[] => values.map((value) => JSON.stringify(value));

const typesOf = ({ type, anyOf }: FieldSchema): string[] =>
  anyOf === undefined ? [type ?? 'string'] : anyOf.flatMap(typesOf);

/** The schema of a field where it is not null. */
const mainOf = (schema: FieldSchema): FieldSchema => schema.anyOf?.[0] ?? schema;

const isText = (schema: FieldSchema): boolean => typesOf(schema).includes('string');
const isFreeText = (schema: FieldSchema): boolean =>
  isText(schema) && mainOf(schema).enum === undefined;

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? 'array' : typeof value === 'number' ? 'integer' : typeof value;

/** Puts each character into the middle of a text. */
const within =
  (characters: readonly string[]): Spoiling =>
  (schema, good) => {
    const text = String(good);
    const middle = Math.floor(text.length / 2);
    const spoilt = characters.map((one) => text.slice(0, middle) + one + text.slice(middle));
    return isFreeText(schema) ? json(spoilt) : [];
  };

/** Not one of them is an instant: no zone, no such day, hour, second, digit or year. */
export const impossibleDates = [
  '2026-02-29',
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10',
  '2026-12-31T24:00:00Z',
  '2026-12-31T23:60:00Z',
  '2026-12-31T23:59:60Z',
  '2026-12-30T13:02:38',
  '2026-12-30T13:02:38.Z',
  '2026-12-30T13:02:38,5Z',
  '2026-12-30T13:02:38+24:00',
  '2026-12-30T13:02:38+0200',
  '2026-12-30T13:02:38 02:00',
  '2026-12-30 13:02:38Z',
  '2026-12-30T13:02Z',
  '2026-W01-1',
  '20261230T130238Z',
  '30.12.2026',
  '1798635758',
  '0000-01-01T00:00:00Z',
  '10000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+00:01',
  '9999-12-31T23:59:59-00:01',
];

/** Every way to spoil a value, by what it makes of the field. */
export const spoilings = {
  null: (schema) => (typesOf(schema).includes('null') ? [] : ['null']),
  'of another type': (schema) =>
    json(
      [true, 1, 'text', [], [[1]], {}, { $gt: '' }].filter(
        (value) => !typesOf(schema).includes(typeOf(value)),
      ),
    ),
  empty: (schema) => (isText(schema) ? ['""'] : []),
  'none of the choices': (schema) =>
    json((schema.enum ?? []).flatMap((choice) => [choice.toUpperCase(), `${choice} `])),
  'too long': (schema) => {
    const { maxLength = 39_999 } = mainOf(schema);
    return isText(schema)
      ? json([maxLength + 1, Math.max(maxLength + 1, 40_000)].map((length) => 'x'.repeat(length)))
      : [];
  },
  unstorable: within(['\0', '\ud800']),
  'with a control character': within(['\u0007', '\u007f', '\u202e']),
  'broken by a line or a tab': within(['\n', '\t']),
  'followed by a line and a tab': (schema, good) =>
    isFreeText(schema) ? json([`${String(good)}\n\t`]) : [],
  'no number that it may be': (schema) => {
    const { type, minimum = 0, maximum = 2 ** 31 - 1 } = mainOf(schema);
    const edges = [minimum - 1, maximum + 1, 2 ** 53 + 2, -(2 ** 31) - 1].map(String);
    return type === 'integer' ? [...edges, '1.5', '1e400', '-1e400', '"1"', '""', '"0x1"'] : [];
  },
  'an impossible date': (schema) =>
    mainOf(schema).format === 'date-time' ? json(impossibleDates) : [],
} as const satisfies Record<string, Spoiling>;

/** One of the {@link spoilings}. */
export type SpoilingName = keyof typeof spoilings;
