import { testSettings } from '@licet/tooling/vitest';

// Every first start of the server makes three RSA keys, which takes seconds on a busy machine.
export default testSettings({ testTimeout: 60_000 });
