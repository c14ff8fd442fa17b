import { expect, it } from 'vitest';
import { readSettings } from './settings.js';

it('works without any variable, and takes an empty one for none', () => {
  const defaults = { port: 3000, server: 'http://127.0.0.1:8080', directory: 'data/example-shop' };
  expect(readSettings({})).toEqual(defaults);
  expect(readSettings({ HOST: '', PORT: '', LICET_EXAMPLE_PORT: '', LICET_DATA_DIR: '' })).toEqual(
    defaults,
  );
});

it.each([
  ['0.0.0.0', 'http://127.0.0.1:9000'],
  ['::', 'http://127.0.0.1:9000'],
  ['::1', 'http://[::1]:9000'],
  ['localhost', 'http://localhost:9000'],
])('reaches a server that listens on %s at %s', (host, server) => {
  expect(readSettings({ HOST: host, PORT: '9000' }).server).toBe(server);
});

it.each(['0', '65536', '-1', 'http', '3000.5'])('refuses %s as a port', (port) => {
  expect(() => readSettings({ LICET_EXAMPLE_PORT: port })).toThrow('LICET_EXAMPLE_PORT');
});
