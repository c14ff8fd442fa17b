import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('../scripts/generate.ts', import.meta.url));

it('is typed from the document that the server serves today', async () => {
  const check = promisify(execFile)(process.execPath, [script, '--check']);
  await expect(check.then(() => 'up to date')).resolves.toBe('up to date');
});
