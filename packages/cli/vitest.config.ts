import { testSettings } from '@licet/tooling/vitest';

export default testSettings();
