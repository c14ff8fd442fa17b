import { testSettings } from '@licet/tooling/vitest';

export default testSettings({ globalSetup: 'test/support/seed.ts' });
