import { describe, expect, it } from 'vitest';
import { DatabaseAway, isContention, isDatabaseUnavailable } from './database-faults.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('isDatabaseUnavailable', () => {
  it.each([
    ['SQLITE_BUSY', true],
    ['SQLITE_BUSY_SNAPSHOT', true],
    ['SQLITE_IOERR_FSYNC', true],
    ['SQLITE_FULL', true],
    ['SQLITE_READONLY_DBMOVED', true],
    ['08006', true],
    ['28P01', true],
    ['53300', true],
    ['55000', true],
    ['57014', true],
    ['57P01', true],
    ['57P03', true],
    ['25006', true],
    ['40001', true],
    ['40P01', true],
    ['XX001', true],
    ['SQLITE_ERROR', false],
    ['SQLITE_CONSTRAINT_FOREIGNKEY', false],
    ['23503', false],
    ['23505', false],
    ['42601', false],
    ['42P01', false],
    ['22021', false],
    ['ENOENT', false],
    ['ECONNRESET', false],
  ])('says of %s: %s', (code, expected) => {
    expect(isDatabaseUnavailable(withCode(code))).toBe(expected);
  });

  it('says so of a connection that failed', () => {
    expect(isDatabaseUnavailable(new DatabaseAway(withCode('ECONNREFUSED')))).toBe(true);
  });
});

it('contention is what the engine ended for the sake of others', () => {
  const codes = ['40001', '40P01', '23505', '57014', 'SQLITE_BUSY'];
  expect(codes.filter((code) => isContention(withCode(code)))).toEqual(['40001', '40P01']);
});

describe('a connection that failed', () => {
  it('tells the reason of the system', () => {
    expect(new DatabaseAway(new Error('connect ECONNREFUSED 127.0.0.1:5432')).message).toBe(
      'the database does not answer: connect ECONNREFUSED 127.0.0.1:5432',
    );
  });

  it('tells the first of several', () => {
    const several = new AggregateError([new Error('first'), new Error('second')]);
    expect(new DatabaseAway(several).message).toMatch(/: first$/);
  });
});
