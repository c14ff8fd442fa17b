/** Where lists are to be had. */
export interface ListAddresses {
  /** The licensing server, such as `https://licenses.example.com`: it has the lists that are named by a URN, and the list of stolen keys. */
  readonly url?: string | undefined;
  /** The address of a list by its name, such as one at a CDN; `undefined` for the usual one. */
  readonly addressOf?: ((uri: string) => string | undefined) | undefined;
  /** The address of the list of stolen keys; by default `url` with `/v1/trust`. */
  readonly trustUrl?: string | undefined;
}

/** The address of a status list by its name; `undefined` when nobody said. */
export function toListAddress(uri: string, { url, addressOf }: ListAddresses): string | undefined {
  const given = addressOf?.(uri);
  if (given !== undefined) return given;
  if (/^https?:\/\//.test(uri)) return uri;
  const number = /^urn:licet:.+:status:(\d+)$/.exec(uri)?.[1];
  return url === undefined || number === undefined
    ? undefined
    : `${url.replace(/\/+$/, '')}/v1/status-lists/${number}`;
}

/** The address of the list of stolen keys; `undefined` when nobody said. */
export function toTrustAddress({ url, trustUrl }: ListAddresses): string | undefined {
  return trustUrl ?? (url === undefined ? undefined : `${url.replace(/\/+$/, '')}/v1/trust`);
}
