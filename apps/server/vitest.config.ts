import { testSettings } from '@licet/tooling/vitest';

/**
 * What asks a server runs twice, on each of the two engines. `src` has what no engine matters to; `test/sqlite` and `test/postgres` what only one
 * has: a folder, a network between.
 */
export default testSettings({
  // Those of the projects are added to these.
  include: [],
  projects: [
    { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'] } },
    {
      extends: true,
      test: {
        name: 'sqlite',
        include: ['test/*.test.ts', 'test/sqlite/*.test.ts'],
        globalSetup: 'test/support/seed-sqlite.ts',
        provide: { engine: 'sqlite' },
      },
    },
    {
      extends: true,
      test: {
        name: 'postgres',
        include: ['test/*.test.ts', 'test/postgres/*.test.ts'],
        globalSetup: 'test/support/seed-postgres.ts',
        provide: { engine: 'postgres' },
      },
    },
  ],
});
