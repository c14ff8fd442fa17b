const tooLong = 'x'.repeat(3000);
const common = [true, [], {}, [[1]], { $gt: '' }];
/** Values that are never right for a form. */
export const badValues = {
  text: ['', 1, tooLong, 'a\nb', ...common],
  label: ['', 1, tooLong, 'a\u0007b', 'a\u202eb', ...common],
  key: ['', 1, 'a b', 'schlüssel', tooLong, ...common],
  name: ['', 1, tooLong, 'a\u0000b', ...common],
  choice: ['', 1, 'other', 'Domain', ...common],
  count: [0, -1, 1.5, 2_147_483_648, '1', '', ...common],
  days: [-1, 1.5, 36_501, '1', ...common],
  date: [
    '',
    1,
    'x',
    '2026-02-30',
    '2026-12-31T24:00:00Z',
    '2026-12-30T13:02:38',
    '9999-12-32',
    tooLong,
    ...common,
  ],
  flag: [1, 0, 'true', '', [], {}],
  features: ['a', 1, true, {}, [1], [''], ['a b'], ['x'.repeat(65)], [null], Array(101).fill('a')],
  policy: [
    '',
    1,
    true,
    [],
    { graceDays: -1 },
    { graceDays: '1' },
    { onExpiry: 'allow' },
    { devHosts: 1 },
    { grace: 1 },
  ],
  maintenance: [
    '',
    1,
    true,
    [],
    {},
    { supported: 1 },
    { supported: true, until: 'x' },
    { supported: false, until: '2027-01-01' },
    { until: '2027-01-01' },
    { supported: true, extra: 1 },
  ],
  domains: [
    '',
    1,
    true,
    {},
    [],
    ['a.example'],
    [{}],
    [{ domain: '' }],
    [{ domain: 'a b' }],
    [{ domain: 'a.example', scope: 'all' }],
    [{ domain: 'a.example', extra: 1 }],
  ],
} as const satisfies Record<string, readonly unknown[]>;

/** What a field may be: the name of a list of {@link badValues}. */
export type Form = keyof typeof badValues;
