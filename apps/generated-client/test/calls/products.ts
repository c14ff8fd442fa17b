import { createProduct, listProducts, readProduct } from '../../dist/index.js';
import type { Call } from '../world.js';

export const productCalls: Readonly<Record<string, Call>> = {
  createProduct: ({ admin: client }) =>
    createProduct({
      client,
      headers: { 'idempotency-key': 'one product' },
      body: { code: 'shop', name: 'Shop', termDays: 365 },
    }),
  readProduct: ({ admin: client }) => readProduct({ client, path: { code: 'shop' } }),
  listProducts: ({ admin: client }) => listProducts({ client, query: { limit: '10' } }),
};
