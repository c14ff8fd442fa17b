import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCandidates, type Manifest, type SourceFile } from './find-entry.js';
import { frameworks, type Framework, type GuardSettings } from './guard-lines.js';
import { planMiddleware, refuse, type Plan } from './plan-middleware.js';
import { findRootModule, planNest } from './plan-nest.js';

const packages: Record<Framework, string> = {
  nestjs: '@nestjs/core',
  fastify: 'fastify',
  koa: 'koa',
  express: 'express',
};

/** The framework of an application, by what it depends on. Nest brings others along and counts first. */
export function findFramework({ dependencies = {} }: Manifest): Framework | undefined {
  const found = frameworks.filter((framework) => Object.hasOwn(dependencies, packages[framework]));
  return found.includes('nestjs') || found.length === 1 ? found[0] : undefined;
}

/** Finds where the guard belongs in the application of a folder. */
export async function planGuard(
  folder: string,
  manifest: Manifest,
  framework: Framework,
  settings: GuardSettings,
): Promise<Plan> {
  const files = await readCandidates(folder, manifest);
  const guarded = files.find(({ text }) => text.includes('@licet/'));
  if (guarded) return refuse(`${guarded.file} has a guard already.`);
  return framework === 'nestjs'
    ? planNestGuard(folder, files, settings)
    : planMiddlewareGuard(files, framework, settings);
}

/** Exactly one file may look like the entry: two are one too many to be sure. */
function planMiddlewareGuard(
  files: readonly SourceFile[],
  framework: Exclude<Framework, 'nestjs'>,
  settings: GuardSettings,
): Plan {
  const plans = files.map((source) => planMiddleware(framework, source, settings));
  const good = plans.filter(({ ok }) => ok);
  const [first] = good;
  if (first && good.length === 1) return first;
  if (good.length > 1) return refuse('more than one file makes an application.');
  return plans[0] ?? refuse('no file was found that an application begins with.');
}

async function planNestGuard(
  folder: string,
  files: readonly SourceFile[],
  settings: GuardSettings,
): Promise<Plan> {
  const entry = files.find(({ text }) => text.includes('NestFactory.create'));
  const root = entry && findRootModule(entry);
  if (!root) return refuse('no NestFactory.create(…) with a module of its own was found.');
  const text = await readFile(join(folder, root.path), 'utf8').catch(() => undefined);
  if (text === undefined) return refuse(`the module ${root.name} was not found in ${root.path}.`);
  if (text.includes('@licet/')) return refuse(`${root.path} has a guard already.`);
  return planNest({ file: root.path, text }, root.name, settings);
}
