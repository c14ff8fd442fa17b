import pg from 'pg';

/** Databases of one PostgreSQL, which `address` leads to. */
export interface Databases {
  /** Makes a database, empty or a copy, and resolves with its address. */
  readonly create: (name: string, template?: string) => Promise<string>;
  /** Drops a database, whoever uses it. */
  readonly drop: (name: string) => Promise<void>;
}

export function createDatabases(address: string): Databases {
  const run = async (statement: string) => {
    const client = new pg.Client(`${address}/postgres`);
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  return {
    create: async (name, template = 'template0') => {
      await run(`create database "${name}" template "${template}" strategy file_copy`);
      return `${address}/${name}`;
    },
    drop: (name) => run(`drop database "${name}" with (force)`),
  };
}
