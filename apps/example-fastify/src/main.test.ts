import { createExampleSuite } from '@licet/conformance';
import { afterAll, describe, it } from 'vitest';

describe('the example application', () => {
  const suite = createExampleSuite(new URL('../dist/main.js', import.meta.url));
  afterAll(() => suite.close());

  it.each(suite.cases)('$name', ({ run }) => run());
});
