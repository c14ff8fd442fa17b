import { testSettings } from '@licet/tooling/vitest';

/** Sends every import of Nest to the older major, its own platforms included. */
const nest11 = {
  find: /^(@nestjs\/.*)$/,
  replacement: `${import.meta.dirname}/test/nest11/node_modules/$1`,
};

export default testSettings({
  projects: [
    { extends: true, test: { name: 'Nest 12', env: { NEST_MAJOR: '12' } } },
    {
      extends: true,
      test: {
        name: 'Nest 11',
        env: { NEST_MAJOR: '11' },
        // They are faults of the guard, whatever it runs on.
        exclude: ['**/planted-faults.test.ts'],
      },
      resolve: { alias: [nest11] },
    },
  ],
});
