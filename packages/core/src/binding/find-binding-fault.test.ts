import { describe, expect, it } from 'vitest';
import { issuedAt } from '../../test/vendor.js';
import { verified } from '../../test/verified.js';
import { findMachineFault, findNetworkFault, findTokenFault } from './find-binding-fault.js';

describe('a license for one machine', () => {
  const serial = 'SERIAL12345';
  const license = verified('single-user-license');

  it('is for the machine that has its serial and one of its bindings', () => {
    expect(findMachineFault(license, { serial, computerId: 'COMPUTER-1' })).toBeUndefined();
    expect(findMachineFault(license, { serial, siteCode: 'SITE-1' })).toBeUndefined();
    expect(
      findMachineFault(license, { serial: ' serial12345 ', siteCode: 'SITE-1' }),
    ).toBeUndefined();
  });

  it.each(['', ' ', 'SERIAL12346', 'SERIAL1234', 'é', 'x'.repeat(65)])(
    'is for no other serial: "%s"',
    (other) => {
      expect(findMachineFault(license, { serial: other, computerId: 'COMPUTER-1' })).toBe(
        'wrong_serial',
      );
    },
  );

  it.each(['', ' ', 'computer-1', 'COMPUTER-1 ', 'COMPUTER-2', 'SITE-1'])(
    'is for no other machine: "%s"',
    (other) => {
      expect(findMachineFault(license, { serial, computerId: other })).toBe('wrong_machine');
      if (other !== 'SITE-1')
        expect(findMachineFault(license, { serial, siteCode: other })).toBe('wrong_machine');
    },
  );

  it('is never satisfied by an empty binding, nor by one that was not signed', () => {
    const bySite = verified('activation', { computerId: undefined });
    for (const computerId of ['', 'undefined', 'SITE-1', 'COMPUTER-1'])
      expect(findMachineFault(bySite, { serial, computerId })).toBe('wrong_machine');
    const nothing = { serial } as { serial: string; siteCode: string };
    expect(findMachineFault(license, nothing)).toBe('wrong_machine');
    const unnamed = { serial, computerId: undefined } as unknown as typeof nothing;
    expect(findMachineFault(bySite, unnamed)).toBe('wrong_machine');
  });
});

describe('a network license', () => {
  const license = verified('network-license', { nbf: issuedAt, exp: issuedAt + 100 });
  const expected = {
    serverPath: 'C:\\SRV\\Licenses\\',
    serial: 'serial12345',
    seats: 5,
    validFrom: issuedAt,
    validTo: issuedAt + 100,
  };

  it('is what its server expects, in any spelling', () => {
    expect(findNetworkFault(license, expected)).toBeUndefined();
  });

  it('is not asked for what is left out', () => {
    expect(findNetworkFault(license, { serverPath: 'c:/srv/licenses' })).toBeUndefined();
  });

  it.each([
    [{ serverPath: 'c:/srv/licenses2' }, 'wrong_server_path'],
    [{ serverPath: 'c:/srv' }, 'wrong_server_path'],
    [{ serverPath: '' }, 'wrong_server_path'],
    [{ serverPath: '\u0000' }, 'wrong_server_path'],
    [{ serial: 'SERIAL1234' }, 'wrong_serial'],
    [{ serial: '' }, 'wrong_serial'],
    [{ seats: 4 }, 'wrong_seats'],
    [{ seats: 0 }, 'wrong_seats'],
    [{ validFrom: issuedAt + 1 }, 'wrong_dates'],
    [{ validFrom: 0 }, 'wrong_dates'],
    [{ validTo: issuedAt + 99 }, 'wrong_dates'],
  ])('is refused for %o: %s', (change, code) => {
    expect(findNetworkFault(license, { ...expected, ...change })).toBe(code);
  });

  it('that is permanent has no dates to equal', () => {
    const permanent = verified('network-license');
    const { serverPath } = permanent;
    expect(findNetworkFault(permanent, { serverPath, validTo: issuedAt })).toBe('wrong_dates');
    expect(findNetworkFault(permanent, { serverPath, validFrom: issuedAt })).toBe('wrong_dates');
  });
});

describe('a token license', () => {
  const cases: readonly (readonly [
    object,
    readonly (string | undefined)[],
    readonly (string | undefined)[],
  ])[] = [
    [{}, ['DEVICE12345'], [undefined, '', 'DEVICE1234', 'device12345', ' DEVICE12345']],
    [{ bound: false }, [undefined, '', 'DEVICE12345'], ['DEVICE1234', 'device12345']],
    [{ bound: false, identifier: undefined }, [undefined, '', 'DEVICE12345', 'x'], []],
  ];
  it.each(cases)('with %o is for %j and not for %j', (claims, theirs, others) => {
    const license = verified('token-license', { ...claims });
    for (const identifier of theirs)
      expect([identifier, findTokenFault(license, identifier)]).toEqual([identifier, undefined]);
    for (const identifier of others)
      expect([identifier, findTokenFault(license, identifier)]).toEqual([
        identifier,
        'wrong_identifier',
      ]);
  });
});
