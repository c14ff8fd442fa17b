import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

/**
 * A registry with the packed archives of one folder and nothing else, so that npm installs a package as it will when it is published: with
 * the dependencies that it names, and without those that it forgot to name.
 *
 * @param {string} folder
 */
export async function openRegistry(folder) {
  // Caches must not take what another run had for this.
  const base = `/${randomUUID()}`;
  const archives = readdirSync(folder).map((name) => join(folder, name));
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const url = `http://127.0.0.1:${String(port)}${base}/`;
  const answers = new Map(archives.flatMap((path) => publish(path, url)));
  server.on('request', (request, response) => {
    const answer = answers.get(decodeURIComponent(request.url ?? '').slice(base.length));
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(answer ?? '{"error":"not found"}');
  });
  server.unref();
  return {
    url,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What npm asks for about a package: its versions, of which this is the one, and the archive. @param {string} path @param {string} url @returns {[string, string | Buffer][]} */
function publish(path, url) {
  const manifest = /** @type {{ name: string, version: string }} */ (
    JSON.parse(execFileSync('tar', ['-xOf', path, 'package/package.json'], { encoding: 'utf8' }))
  );
  const archive = readFileSync(path);
  const { name, version } = manifest;
  const file = `${name}/-/${version}.tgz`;
  const dist = {
    tarball: `${url}${file}`,
    integrity: `sha512-${createHash('sha512').update(archive).digest('base64')}`,
  };
  const packument = {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, dist } },
  };
  return [
    [`/${name}`, JSON.stringify(packument)],
    [`/${file}`, archive],
  ];
}
