import { expect, it } from 'vitest';
import { warnOnce } from './console-listener.js';
import type { GateEvent } from './gate-events.js';

it('warns of each reason once, and again after a license was loaded', () => {
  const lines: string[] = [];
  const listener = warnOnce((line) => lines.push(line));
  const refused: GateEvent = {
    type: 'request-refused',
    code: 'expired',
    detail: 'The license has expired.',
  };
  const failed: GateEvent = { type: 'license-failed', code: 'no_license', detail: 'Gone.' };
  for (const event of [refused, failed, refused, refused]) listener(event);
  listener({ type: 'license-loaded', licenseId: 'lic_1', generation: 2, expiresAt: undefined });
  listener(refused);
  listener({ type: 'request-warned', host: 'example.com', warnings: ['grace', 'stale'] });
  expect(lines).toEqual([
    '[licet] request-refused expired: The license has expired.',
    '[licet] license-failed no_license: Gone.',
    '[licet] request-refused expired: The license has expired.',
    '[licet] request-warned grace, stale',
  ]);
});
