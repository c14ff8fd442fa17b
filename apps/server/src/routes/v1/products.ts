import { formatInstant, productCodePattern } from '@licet/core';
import { Type, type Static, type TSchema } from 'typebox';
import { findProduct, listProducts } from '../../db/products.js';
import type { ProductRow } from '../../db/tables.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { DisplayName, Instant } from '../../http/fields.js';
import { examples } from '../../http/examples.js';
import { describeOperation } from '../../http/operation.js';
import { isTextPosition, pageQuery, PageOf, parsePage, readPage } from '../../http/paging.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import { sendProblem } from '../../http/send-problem.js';
import { fail, succeed } from '../../problems.js';
import type { Context } from '../../services/context.js';
import { changeProduct } from '../../services/products/change-product.js';
import { createProduct } from '../../services/products/create-product.js';
import { v1Paths } from './paths.js';
import { Features, PolicyTerms } from './terms-schemas.js';

const tag = 'Products';
const params = Type.Object({ code: Type.String({ examples: [examples.productCode] }) });
const count = { minimum: 0, maximum: 2_147_483_647 } as const;
const days = { minimum: 1, maximum: 36_500 } as const;

const TermDays = Type.Integer({
  ...days,
  description: 'Days that a license lasts',
  examples: [365],
});
const ProofDays = Type.Integer({
  ...days,
  description: 'Days until a token license has to be fetched again',
  examples: [30],
});
const TransferLimit = Type.Integer({
  ...count,
  description: 'Moves of one license',
  examples: [3],
});
const ActivationsPerDay = Type.Integer({
  ...count,
  description: 'New machines of one license in 24 hours',
  examples: [10],
});

/** Terms with the same form in requests and answers. */
const commonTerms = {
  proofDays: Type.Optional(ProofDays),
  features: Type.Optional(Features),
  policy: Type.Optional(PolicyTerms),
  maintenanceSupported: Type.Optional(
    Type.Boolean({ description: 'Maintenance plans are sold for it' }),
  ),
};

/** Takes a bound away with null. */
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const draft = Type.Object(
  {
    code: Type.String({
      pattern: productCodePattern.source,
      description: '1 to 64 letters, digits, ".", "_" and "-", beginning with a letter or digit',
      examples: [examples.productCode],
    }),
    name: DisplayName('Name for people'),
    termDays: Type.Optional(TermDays),
    transferLimit: Type.Optional(TransferLimit),
    activationsPerDay: Type.Optional(ActivationsPerDay),
    ...commonTerms,
  },
  { additionalProperties: false },
);

const patch = Type.Object(
  {
    name: Type.Optional(DisplayName('Name for people')),
    termDays: Type.Optional(orNull(TermDays)),
    transferLimit: Type.Optional(orNull(TransferLimit)),
    activationsPerDay: Type.Optional(orNull(ActivationsPerDay)),
    ...commonTerms,
  },
  { additionalProperties: false },
);

const Product = Type.Object({
  code: Type.String({ examples: [examples.productCode] }),
  name: Type.String({ examples: [examples.productName] }),
  termDays: Type.Optional(TermDays),
  proofDays: ProofDays,
  transferLimit: Type.Optional(TransferLimit),
  activationsPerDay: Type.Optional(ActivationsPerDay),
  features: Features,
  policy: Type.Optional(PolicyTerms),
  maintenanceSupported: Type.Boolean(),
  createdAt: Instant('Creation'),
});

/** `/v1/products`: what is licensed. */
export function addProducts(app: App, context: Context): void {
  addCreation(app, context);
  addReading(app, context);
  addListing(app, context);
  addChange(app, context);
}

function addCreation(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'createProduct',
    tag,
    summary: 'Create a product',
    isWrite: true,
    status: 201,
    answer: Product,
    codes: ['product_exists', 'license_too_large'],
  });
  app.post(
    v1Paths.products,
    { schema: { ...operation, body: draft }, config: { scope: 'admin' } },
    async (request, reply) => {
      const outcome = await runOnce<ProductRow>(context, request, (commit) =>
        createProduct(context, request.body, commit),
      );
      if (outcome.ok)
        reply.code(201).header('location', `${v1Paths.products}/${outcome.value.code}`);
      return sendOutcome(request, reply, outcome, toProduct);
    },
  );
}

function addReading(app: App, { store }: Context): void {
  const operation = describeOperation({
    id: 'readProduct',
    tag,
    summary: 'Read a product',
    answer: Product,
    codes: ['product_not_found'],
  });
  app.get(
    v1Paths.product,
    { schema: { ...operation, params }, config: { scope: 'issue' } },
    async (request, reply) => {
      const row = await findProduct(store.db, callerOf(request), request.params.code);
      const outcome = row ? succeed(row) : fail('product_not_found', 'Check the code.');
      return sendOutcome(request, reply, outcome, toProduct);
    },
  );
}

function addListing(app: App, { store }: Context): void {
  const operation = describeOperation({
    id: 'listProducts',
    tag,
    summary: 'List products',
    answer: PageOf(Product),
  });
  const querystring = Type.Object({ ...pageQuery }, { additionalProperties: false });
  app.get(
    v1Paths.products,
    { schema: { ...operation, querystring }, config: { scope: 'issue' } },
    async (request, reply) => {
      const page = parsePage(request.query, isTextPosition);
      if (!page.ok) return sendProblem(request, reply, page);
      const products = await readPage(page.value, {
        read: (wanted) => listProducts(store.db, callerOf(request), wanted),
        toItem: toProduct,
        toPosition: ({ code }) => [code],
      });
      return reply.send(products);
    },
  );
}

function addChange(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'changeProduct',
    tag,
    summary: 'Change a product: its terms for new licenses, its limits for all',
    isWrite: true,
    answer: Product,
    codes: ['product_not_found', 'license_too_large'],
  });
  app.patch(
    v1Paths.product,
    { schema: { ...operation, params, body: patch }, config: { scope: 'admin' } },
    async (request, reply) => {
      const outcome = await runOnce<ProductRow>(context, request, (commit) =>
        changeProduct(context, callerOf(request), request.params.code, request.body, commit),
      );
      return sendOutcome(request, reply, outcome, toProduct);
    },
  );
}

function toProduct(row: ProductRow): Static<typeof Product> {
  const { term_days, transfer_limit, activations_per_day, features, policy } = row;
  return {
    code: row.code,
    name: row.name,
    ...(term_days !== null && { termDays: term_days }),
    proofDays: row.proof_days,
    ...(transfer_limit !== null && { transferLimit: transfer_limit }),
    ...(activations_per_day !== null && { activationsPerDay: activations_per_day }),
    features: features === null ? [] : (JSON.parse(features) as string[]),
    ...(policy !== null && { policy: JSON.parse(policy) as Static<typeof PolicyTerms> }),
    maintenanceSupported: row.maintenance === 1,
    createdAt: formatInstant(row.created_at),
  };
}
