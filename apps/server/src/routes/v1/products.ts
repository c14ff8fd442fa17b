import { formatInstant, productCodePattern } from '@licet/core';
import { Type, type Static } from 'typebox';
import { findProduct, listProducts } from '../../db/products.js';
import type { ProductRow } from '../../db/tables.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { DisplayName, Instant } from '../../http/fields.js';
import { examples } from '../../http/examples.js';
import { describeOperation } from '../../http/operation.js';
import { pageQuery, PageOf, parsePage, toPage, type Position } from '../../http/paging.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import { fail, succeed } from '../../problems.js';
import type { Context } from '../../services/context.js';
import { createProduct } from '../../services/products/create-product.js';
import { v1Paths } from './paths.js';

const tag = 'Products';
const termDays = {
  minimum: 1,
  maximum: 36_500,
  description: 'Days that a license lasts',
  examples: [365],
};

const draft = Type.Object(
  {
    code: Type.String({
      pattern: productCodePattern.source,
      description: '1 to 64 letters, digits, ".", "_" and "-", beginning with a letter or digit',
      examples: [examples.productCode],
    }),
    name: DisplayName('Name for people'),
    termDays: Type.Optional(Type.Integer({ ...termDays })),
  },
  { additionalProperties: false },
);

const Product = Type.Object({
  code: Type.String({ examples: [examples.productCode] }),
  name: Type.String({ examples: [examples.productName] }),
  termDays: Type.Optional(Type.Integer({ ...termDays })),
  createdAt: Instant('Creation'),
});

/** `/v1/products`: what is licensed. */
export function addProducts(app: App, context: Context): void {
  addCreation(app, context);
  addReading(app, context);
  addListing(app, context);
}

function addCreation(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'createProduct',
    tag,
    summary: 'Create a product',
    isWrite: true,
    status: 201,
    answer: Product,
    codes: ['product_exists'],
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
    {
      schema: {
        ...operation,
        params: Type.Object({ code: Type.String({ examples: [examples.productCode] }) }),
      },
      config: { scope: 'admin' },
    },
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
    { schema: { ...operation, querystring }, config: { scope: 'admin' } },
    async (request, reply) => {
      const page = parsePage(request.query, isCode);
      if (!page.ok) return sendOutcome(request, reply, page, () => undefined);
      const { limit, after } = page.value;
      const rows = await listProducts(store.db, callerOf(request), { limit: limit + 1, after });
      return reply.send(toPage(rows, limit, toProduct, ({ code }) => [code]));
    },
  );
}

function isCode(position: Position): position is readonly [string] {
  return position.length === 1 && typeof position[0] === 'string';
}

function toProduct({ code, name, term_days, created_at }: ProductRow): Static<typeof Product> {
  return {
    code,
    name,
    ...(term_days !== null && { termDays: term_days }),
    createdAt: formatInstant(created_at),
  };
}
