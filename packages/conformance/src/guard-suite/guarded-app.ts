import type { GateOptions } from '@licet/core';

/** An application under test, listening on 127.0.0.1. The README of this package says how it answers. */
export interface GuardedApp {
  readonly port: number;
  /** How many requests have reached a handler behind the guard so far. */
  readonly handled: number;
  /** Ends the application as its framework does, and the guard with it. */
  close(): Promise<void>;
}

/** How the suite gets applications to test. */
export interface GuardTarget {
  /** Starts a new application behind a guard with these options. */
  start(options: GateOptions): Promise<GuardedApp>;
}

/** What the application answers with status 418 when its handler of `/fails` has thrown an error of this message. */
export const failureText = 'out of tea';
