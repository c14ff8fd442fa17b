import { describe, expect, it } from 'vitest';
import { renameFields, toKnownNames } from './fold-field-names.js';

const names = toKnownNames(['scriptName', 'domainKey']);

describe('renameFields', () => {
  it('gives members the names of the schema', () => {
    expect(renameFields({ SCRIPTNAME: 'a', domainkey: 'b' }, names)).toEqual({
      scriptName: 'a',
      domainKey: 'b',
    });
  });

  it('drops members that the schema does not know', () => {
    expect(renameFields({ domainKey: 'b', isAdmin: true, ['__proto__']: {} }, names)).toEqual({
      domainKey: 'b',
    });
  });

  it('does not take a letter that only looks foldable for one of ours', () => {
    expect(renameFields({ 'domain\u212aey': 'kelvin' }, names)).toEqual({});
  });
});
