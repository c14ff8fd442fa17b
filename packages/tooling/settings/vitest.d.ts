import type { ViteUserConfig } from 'vitest/config';

/** The settings every package tests with; `overrides` are merged into `test`. */
export declare const testSettings: (overrides?: ViteUserConfig['test']) => ViteUserConfig;
