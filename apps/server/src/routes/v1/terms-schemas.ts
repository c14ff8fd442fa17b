import { domainScopes } from '@licet/core';
import { Type } from 'typebox';
import { examples } from '../../http/examples.js';
import { printable } from '../../http/fields.js';
import { policyActions } from '../../services/licenses/policy.js';

const strict = { additionalProperties: false } as const;
const days = { minimum: 0, maximum: 36_500 } as const;
const int32 = { minimum: 1, maximum: 2_147_483_647 } as const;

const Action = (description: string) =>
  Type.Optional(Type.Enum([...policyActions], { description }));

/** What the guards of customers do about ends, staleness and clocks. What is left out has its strictest meaning. */
export const PolicyTerms = Type.Object(
  {
    graceDays: Type.Optional(
      Type.Integer({ ...days, description: 'Days after the end', examples: [7] }),
    ),
    offlineDays: Type.Optional(
      Type.Integer({
        ...days,
        description: 'Days without hearing from the server',
        examples: [30],
      }),
    ),
    onExpiry: Action('After end and grace'),
    onStale: Action('After the offline days'),
    onClockBack: Action('When the clock was set back'),
    devHosts: Type.Optional(Type.Boolean({ description: 'Allow loopback hosts' })),
  },
  { ...strict, description: 'Signed, and kept by the guards of customers' },
);

/** Names of parts of a product. */
export const Features = Type.Array(
  Type.String({ pattern: '^[\\x21-\\x7e]{1,64}$', examples: ['reports'] }),
  {
    maxItems: 100,
    description: 'Names of parts of the product, 1 to 64 printable ASCII characters each',
  },
);

/** An instant in a request. */
export const DateText = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 64,
    format: 'date-time',
    description: `${description}; RFC 3339, or a date alone`,
    examples: ['2026-12-30T13:02:38Z'],
  });

/** A maintenance plan in a request. */
export const Maintenance = Type.Object(
  {
    supported: Type.Boolean({ description: 'Plans are sold for the product' }),
    until: Type.Optional(DateText('Last instant at which a release is covered, inclusive')),
  },
  { ...strict, description: 'Maintenance plan' },
);

/** A text that is signed and shown. */
export const Label = (description: string, example: string = examples.holder) =>
  Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: printable,
    description,
    examples: [example],
  });

/** How many may use a license at once. */
export const Seats = Type.Integer({
  ...int32,
  description: 'How many may use it at once',
  examples: [5],
});

/** A serial number that somebody brings. */
export const SerialText = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: printable,
  description: 'Serial number; made when absent',
  examples: [examples.serial],
});

/** How far a domain reaches. */
export const Scope = Type.Enum([...domainScopes], {
  description: 'How far the name reaches; by default host+www, and one-label for *.example.com',
});

/** The path of a license server, which is a name and never opened. */
export const ServerPathText = Type.String({
  minLength: 1,
  maxLength: 1024,
  pattern: printable,
  description: 'Path of the license server: compared, never opened',
  examples: [examples.serverPath],
});

/** What a license of any kind is given when it is made. */
export const newTerms = {
  validFrom: Type.Optional(DateText('Start, inclusive')),
  validTo: Type.Optional(DateText('End, exclusive; by default the term of the product, or none')),
  features: Type.Optional(Features),
  maintenance: Type.Optional(Maintenance),
  policy: Type.Optional(PolicyTerms),
  holder: Type.Optional(Label('Who has it: signed, and shown to people')),
};
