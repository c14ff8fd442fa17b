/** How far an API key reaches: every query on products and licenses is bounded by it. */
export interface Reach {
  readonly accountId: string;
  /** The only product within reach; all of them when absent. */
  readonly product: string | undefined;
}
