import type { ProblemTexts } from './problem-text.js';

/** What stands against a request as things are. */
export const conflictTexts = {
  activation_revoked: {
    meaning:
      'The token license is genuine, but its machine was taken off the license, or got a place of its own again later.',
    remedy: 'Fetch another token license by operation 11.',
  },
  license_expired: {
    meaning: 'The end of the license has come.',
    remedy: 'Renew the license, or use another one.',
  },
  license_not_yet_valid: {
    meaning: 'The license begins later.',
    remedy: 'Wait for its start.',
  },
  wrong_license_kind: {
    meaning: 'The license is of a kind that this operation has no use for.',
    remedy: 'Use a license of the kind that `detail` names.',
  },
  no_seat_free: {
    meaning: 'As many as the license allows have a seat now.',
    remedy:
      'Release a lease, revoke an activation, wait for one to end, or add seats to the license.',
  },
  activation_limit_reached: {
    meaning:
      'The product bounds how many new machines a license may get in 24 hours, and they are used up.',
    remedy: 'Try again tomorrow, or raise `activationsPerDay` of the product.',
  },
  lease_lost: {
    meaning: "The lease ended, was released, or its seat is somebody else's by now.",
    remedy: 'Check a seat out again, and save what you do under the new lease.',
  },
  lease_borrowed: {
    meaning:
      'The seat was lent out by a signed document, which counts until its end wherever it is.',
    remedy:
      'Wait for the end. The seat is free then without a release, unless heartbeats went on: release it then.',
  },
  too_many_secrets: {
    meaning: 'The setting was rotated so often that seven old secrets still have tokens out.',
    remedy: 'Wait until `detail` says, or end the old tokens with `"endsOldTokens": true`.',
  },
  serial_in_use: {
    meaning: 'Another license has this serial number.',
    remedy: 'Choose another serial, or leave it out to get a new one.',
  },
  bound_to_another_machine: {
    meaning: 'The single-user license is for another machine.',
    remedy: 'Transfer the license to this machine first; its product bounds how often.',
  },
  transfer_limit_reached: {
    meaning: 'The license was moved as often as its product allows.',
    remedy: 'Raise `transferLimit` of the product, or issue another license.',
  },
  product_exists: {
    meaning: 'Another product has this code.',
    remedy: 'Choose another code, or use the product that is there.',
  },
  user_exists: {
    meaning: 'Somebody signs in to the console with this e-mail address already.',
    remedy: 'Give another address, or sign in.',
  },
  last_user: {
    meaning: 'Nobody removes himself from the console, so that somebody stays.',
    remedy: 'Have another user remove you.',
  },
  key_in_use: {
    meaning: 'The domain key belongs to a license for another product or domain.',
    remedy: 'Use a new key: one key, one license.',
  },
  root_key_in_use: {
    meaning: 'The key is the root, whose word is what a stolen key is burnt by.',
    remedy: 'Begin anew with another root, and have guards pin that.',
  },
  permanent_license: {
    meaning: 'The license has no end, so there is none to move.',
    remedy: 'Nothing has to be done: it goes on.',
  },
  license_revoked: {
    meaning: 'The license was revoked, which is for good.',
    remedy: 'Issue a new license under another key.',
  },
  license_suspended: {
    meaning: 'The license is suspended, and has no file to hand out until it is reinstated.',
    remedy: 'The vendor reinstates it, or tells the customer why not.',
  },
  date_before_current_end: {
    meaning: 'The license ends later already. A renewal never shortens.',
    remedy: 'Send a later end, or leave the license as it is.',
  },
  idempotency_key_reused: {
    meaning:
      'The `Idempotency-Key` came before with another body, and what it did then is not what is asked for now.',
    remedy: 'Use a new key for each new wish, and the same key only to repeat the same one.',
  },
} as const satisfies ProblemTexts;
