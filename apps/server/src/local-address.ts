/** An address that works on this machine, also when the server listens on all of them. */
export function toLocalAddress({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number;
}): string {
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${local.includes(':') ? `[${local}]` : local}:${String(port)}`;
}
