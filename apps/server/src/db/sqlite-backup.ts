import SqliteDatabase from 'better-sqlite3';

/**
 * Copies a database, also while servers write to it, into a file that is there and empty. The copy is what was committed when it began: it is
 * one read, which no writer waits for. Throws when the copy is not whole.
 */
export function copySqlite(file: string, copy: string): void {
  const source = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
  try {
    source.prepare('vacuum into ?').run(copy);
  } finally {
    source.close();
  }
  checkCopy(copy);
}

function checkCopy(file: string): void {
  const copy = new SqliteDatabase(file, { readonly: true });
  try {
    const findings = copy.pragma('integrity_check') as { readonly integrity_check: string }[];
    const strays = copy.pragma('foreign_key_check') as unknown[];
    const isWhole = findings[0]?.integrity_check === 'ok' && strays.length === 0;
    if (!isWhole) throw new Error('The copy of the database is not whole.');
  } finally {
    copy.close();
  }
}
