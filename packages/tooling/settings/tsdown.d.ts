import type { UserConfig } from 'tsdown';

/** The one build of every published package: output name -> source file. */
export declare const libraryBuild: (entry: Record<string, string>) => UserConfig;
