/** The frameworks that there are guards for, and how they are called. */
export const frameworks = {
  express: 'Express',
  fastify: 'Fastify',
  koa: 'Koa',
  nestjs: 'NestJS',
} as const;

export type Framework = keyof typeof frameworks;

/** What a guard goes by. */
export interface GuardSettings {
  readonly product: string;
  /** The root key. */
  readonly pem: string;
}

/** Installs a guard, and the framework for those who begin with an empty folder. */
export function toInstallCommand(framework: Framework): string {
  const own = framework === 'nestjs' ? '' : ` ${framework}`;
  return `npm install @licet/${framework}${own}`;
}

/** The beginning of an application that is guarded, as an ES module; of NestJS, which has a root module, what goes into that. */
export function toGuardCode(framework: Framework, settings: GuardSettings): string {
  const options = toOptions(settings);
  const gate = `const license = licenseGate({\n${options}\n});\n`;
  switch (framework) {
    case 'express':
      return `import express from 'express';
import { licenseFile, licenseGate } from '@licet/express';

${gate}
const app = express();
app.use(license); // before everything that answers
`;
    case 'fastify':
      return `import { fastify } from 'fastify';
import { licenseFile, licenseGate } from '@licet/fastify';

${gate}
const app = fastify();
await app.register(license); // on the root instance
`;
    case 'koa':
      return `import Koa from 'koa';
import { licenseFile, licenseGate } from '@licet/koa';

${gate}
const app = new Koa();
app.use(license); // before everything that answers
`;
    case 'nestjs':
      return `import { LicetModule, licenseFile } from '@licet/nestjs';

// Among the imports of the root module:
LicetModule.forRoot({
${options}
}),
`;
  }
}

function toOptions({ product, pem }: GuardSettings): string {
  return `  product: '${product}',
  license: licenseFile('license.dat'),
  publicKeys: \`${pem.trim()}\`,`;
}
