import { createServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { serve } from '../src/cli/serve.js';
import { readConfig } from '../src/config.js';
import { openContext } from '../src/open-context.js';
import { createPlace } from './support/place.js';

/** A port that somebody else listens on. */
async function takePort(): Promise<number> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  return (other.address() as AddressInfo).port;
}

it('a server that cannot listen leaves nothing open that would keep its process alive', async () => {
  const place = await createPlace();
  onTestFinished(() => place.remove());
  const context = await openContext({ ...place.config, publicUrl: undefined });
  const reading = readConfig({ ...place.env, PORT: String(await takePort()) });
  if (!reading.ok) throw new Error(reading.detail);
  await expect(serve(context, reading.config)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  const query = context.store.db.selectFrom('accounts').selectAll().execute();
  await expect(query).rejects.toThrow('driver has already been destroyed');
});
