/** Every `typ` that Licet signs. The list is closed: one purpose per type, and none stands in for another. */
export const documentTypes = [
  'domain-license+jwt',
  'single-user-license+jwt',
  'network-license+jwt',
  'token-license+jwt',
  'activation+jwt',
  'lease+jwt',
  'statuslist+jwt',
  'leaf+jwt',
  'trust+jwt',
] as const;

/** One `typ` of {@link documentTypes}. */
export type DocumentType = (typeof documentTypes)[number];
