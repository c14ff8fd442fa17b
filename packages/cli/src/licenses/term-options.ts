import { domainScopes } from '@licet/core';
import type { OptionValues } from '../program/command.js';

const actions = ['block', 'warn', 'read-only'] as const;
const action = (text: string) =>
  ({ type: 'text', value: 'ACTION', text, choices: actions }) as const;

/** What every license can be given. */
export const termOptions = {
  'valid-from': { type: 'text', value: 'DATE', text: 'start; now by default' },
  'valid-to': { type: 'text', value: 'DATE', text: 'end; none by default' },
  feature: { type: 'list', value: 'NAME', text: 'part of the product that it includes' },
  holder: { type: 'text', value: 'NAME', text: 'who has it: signed, and shown to people' },
  'maintenance-until': { type: 'text', value: 'DATE', text: 'last day whose releases it covers' },
  'grace-days': {
    type: 'text',
    value: 'DAYS',
    text: 'days after the end during which all goes on',
  },
  'offline-days': { type: 'text', value: 'DAYS', text: 'days without a word of the server' },
  'on-expiry': action('what guards do after the end'),
  'on-stale': action('what guards do after the offline days'),
  'on-clock-back': action('what guards do when the clock was set back'),
  'dev-hosts': { type: 'flag', text: 'allow localhost on the machine itself' },
} as const;

/** What a license is bound to, by kind. */
export const placeOptions = {
  domain: { type: 'list', value: 'NAME', text: 'domain; *.example.com for one label below' },
  scope: {
    type: 'text',
    value: 'SCOPE',
    text: 'how far the domains reach; host+www by default',
    choices: domainScopes,
  },
  'domain-key': { type: 'text', value: 'KEY', text: 'domain key; made by default' },
  computer: { type: 'text', value: 'ID', text: 'computer id of a single-user license' },
  site: { type: 'text', value: 'CODE', text: 'site code, in place of --computer' },
  'server-path': { type: 'text', value: 'PATH', text: 'server path of a network license' },
  seats: { type: 'text', value: 'COUNT', text: 'seats of a network or token license' },
  serial: { type: 'text', value: 'SERIAL', text: 'serial number; made by default' },
} as const;

/** The values of {@link termOptions}. */
export type TermValues = OptionValues<typeof termOptions>;

/** The values of {@link placeOptions}. */
export type PlaceValues = OptionValues<typeof placeOptions>;
