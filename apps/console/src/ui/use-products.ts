import { v1 } from '../api/v1.js';
import type { Product } from '../api/types.js';
import type { Choice } from './fields.js';
import { useLoad, type Loaded } from './use-load.js';

/** The products to choose from: the first hundred, which is more than anybody chooses from. */
export function useProducts(): Loaded<readonly Product[]> {
  return useLoad(async (signal) => (await v1.listProducts({ limit: '100' }, signal)).items, []);
}

/** The same as choices, behind one for any product. */
export function useProductChoices(any: string): Choice[] {
  const { data = [] } = useProducts();
  return [{ value: '', label: any }, ...toProductChoices(data)];
}

export function toProductChoices(products: readonly Product[]): Choice[] {
  return products.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }));
}
