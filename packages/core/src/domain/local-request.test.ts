import { describe, expect, it } from 'vitest';
import { isDevelopmentHost, isLocalRequest } from './local-request.js';

describe('isDevelopmentHost', () => {
  it.each([
    'localhost',
    'shop.localhost',
    'a.b.test',
    '127.0.0.1',
    '127.9.9.9',
    '::1',
    '10.0.0.7',
    '172.16.0.1',
    '172.31.0.1',
    '192.168.1.1',
    'fd00::1',
  ])('takes %s for a host under development', (host) => {
    expect(isDevelopmentHost(host)).toBe(true);
  });

  it.each([
    'example.dev',
    'example.app',
    'localhost.example.com',
    'notlocalhost',
    'test.com',
    '10.example.com',
    '172.15.0.1',
    '172.32.0.1',
    '11.0.0.1',
    '2001:db8::1',
    'fd00.example',
    '1.127.0.0',
  ])('takes %s for a public one', (host) => {
    expect(isDevelopmentHost(host)).toBe(false);
  });
});

describe('isLocalRequest', () => {
  const facts = (remoteAddress?: string, localAddress?: string, ...rawHeaders: string[]) =>
    isLocalRequest({
      rawHeaders: ['Host', 'localhost', ...rawHeaders],
      url: '/',
      method: 'GET',
      remoteAddress,
      localAddress,
    });

  it('needs loopback on both ends', () => {
    expect(facts('127.0.0.1', '127.0.0.1')).toBe(true);
    expect(facts('::ffff:127.0.0.1', '::ffff:127.0.0.1')).toBe(true);
    expect(facts('::1', '::1')).toBe(true);
    expect(facts('192.168.1.5', '192.168.1.1')).toBe(false);
    expect(facts('127.0.0.1', '192.168.1.1')).toBe(false);
    expect(facts('203.0.113.127', '127.0.0.1')).toBe(false);
    expect(facts(undefined, undefined)).toBe(false);
  });

  it.each(['Forwarded', 'X-Forwarded-For', 'x-forwarded-host', 'Via', 'X-Real-IP'])(
    'is no longer certain when a proxy left %s',
    (name) => {
      expect(facts('127.0.0.1', '127.0.0.1', name, 'x')).toBe(false);
    },
  );

  it('is not misled by values', () => {
    expect(facts('127.0.0.1', '127.0.0.1', 'X-Note', 'via')).toBe(true);
  });
});
