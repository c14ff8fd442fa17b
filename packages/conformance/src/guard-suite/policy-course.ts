import assert from 'node:assert/strict';
import type { AccessWarning, GateEvent, LicenseSource } from '@licet/core';
import { assertRefusal } from './assert-refusal.js';
import type { Bench, Site } from './bench.js';
import { issuedAt } from './test-vendor.js';

/** What the vendor may sign for each trouble. A guard that does not know the value goes by the strictest. */
export const policyActions = ['block', 'warn', 'read-only', 'a-later-idea'] as const;
type Action = (typeof policyActions)[number];

/** A trouble that the vendor's policy decides about. */
type Trouble = Extract<AccessWarning, 'expired' | 'stale' | 'clock_rolled_back'>;

/** What a guard has to answer while the clock goes from instant to instant: by the policy where there is a trouble. */
export type Course = readonly (readonly [
  instant: number,
  answer: 'in order' | 'in grace' | Trouble,
])[];

/** What the course is followed with. */
export interface CourseSubject {
  readonly license: string | LicenseSource;
  /** What happens before each instant. */
  readonly meanwhile?: () => void;
}

type Method = 'GET' | 'POST';

type Verdict =
  | { readonly warnings: readonly AccessWarning[]; readonly readOnly: boolean }
  | { readonly refused: Trouble };

/** Asks one application at each instant of a course, for reading and for writing, and hears what its guard tells. */
export async function followCourse(
  course: Course,
  action: Action,
  { start }: Bench,
  { license, meanwhile }: CourseSubject,
): Promise<void> {
  let now = course[0]?.[0] ?? issuedAt;
  const told: string[] = [];
  const onEvent = (event: GateEvent): void => void told.push(...toSentences(event));
  const site = await start({ license, clock: () => now, onEvent });
  for (const [instant, answer] of course) {
    now = instant;
    meanwhile?.();
    for (const method of ['GET', 'POST'] as const) {
      await assertVerdict(site, method, toVerdict(answer, action, method), told);
    }
    assertRefusal(await site.get('evil.test'), 'wrong_host');
    told.length = 0;
  }
}

/** What the policy makes of a trouble for a method. */
function toVerdict(answer: Course[number][1], action: Action, method: Method): Verdict {
  if (answer === 'in order') return { warnings: [], readOnly: false };
  if (answer === 'in grace') return { warnings: ['grace'], readOnly: false };
  const isServed = action === 'warn' || (action === 'read-only' && method === 'GET');
  if (!isServed) return { refused: answer };
  return { warnings: [answer], readOnly: action === 'read-only' };
}

async function assertVerdict(
  site: Site,
  method: Method,
  verdict: Verdict,
  told: string[],
): Promise<void> {
  const handledBefore = site.handled;
  told.length = 0;
  const answer = await site.send([
    `${method} /access HTTP/1.1`,
    'Host: example.com',
    'Content-Length: 0',
    'Connection: close',
  ]);
  if ('refused' in verdict) {
    assertRefusal(answer, verdict.refused);
    assert.equal(site.handled, handledBefore);
    assert.deepEqual(told, [`refused: ${verdict.refused}`]);
    return;
  }
  assert.equal(answer.status, 200, answer.body);
  const { warnings, readOnly } = JSON.parse(answer.body) as typeof verdict;
  assert.deepEqual({ warnings, readOnly }, verdict);
  assert.deepEqual(told, warnings.length === 0 ? [] : [`warned: ${warnings.join()}`]);
}

/** What an event says about a request; others are not about one. */
function toSentences(event: GateEvent): readonly string[] {
  if (event.type === 'request-refused') return [`refused: ${event.code}`];
  return event.type === 'request-warned' ? [`warned: ${event.warnings.join()}`] : [];
}
