import { toWords } from './format.js';

type Tone = 'good' | 'warn' | 'bad' | 'muted';

const tones: Readonly<Partial<Record<string, Tone>>> = {
  valid: 'good',
  active: 'good',
  passed: 'good',
  suspended: 'warn',
  'not-yet-valid': 'warn',
  expired: 'bad',
  revoked: 'bad',
  failed: 'bad',
  burnt: 'bad',
};

/** A state in a word and a color. */
export function Badge({ text }: { readonly text: string }) {
  return <span class={`badge ${tones[text] ?? 'muted'}`}>{toWords(text)}</span>;
}
