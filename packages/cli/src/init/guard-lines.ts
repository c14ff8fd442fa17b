/** What the guard is told. */
export interface GuardSettings {
  readonly product: string;
  /** Path of the license file, as the application will see it. */
  readonly license: string;
  /** The root key as PEM. */
  readonly rootPem: string;
}

/** The frameworks that there are guards for. */
export const frameworks = ['nestjs', 'fastify', 'koa', 'express'] as const;

/** One of {@link frameworks}. */
export type Framework = (typeof frameworks)[number];

/** The options of a guard, as they are written into an application. */
export function optionLines({ product, license, rootPem }: GuardSettings): readonly string[] {
  const key = rootPem.trim().split(/\r?\n/);
  return [
    `  product: '${product}',`,
    `  license: licenseFile('${license.replaceAll('\\', '/').replaceAll("'", "\\'")}'),`,
    `  publicKeys: \`${key.join('\n')}\`,`,
  ].flatMap((line) => line.split('\n'));
}

/** The lines that take the guard's names from its package. */
export function importLine(framework: Framework, isCommonJs: boolean): string {
  const factory = framework === 'nestjs' ? 'LicetModule' : 'licenseGate';
  const names = framework === 'nestjs' ? `${factory}, licenseFile` : `licenseFile, ${factory}`;
  const from = `'@licet/${framework}'`;
  return isCommonJs
    ? `const { ${names} } = require(${from});`
    : `import { ${names} } from ${from};`;
}

/** The statement that makes a guard. */
export function guardLines(name: string, settings: GuardSettings): readonly string[] {
  return [`const ${name} = licenseGate({`, ...optionLines(settings), '});'];
}

/** The statement that puts a guard in front of an application. */
export function mountLine(
  framework: Framework,
  {
    app,
    guard,
    canAwait,
  }: { readonly app: string; readonly guard: string; readonly canAwait: boolean },
): string {
  if (framework !== 'fastify') return `${app}.use(${guard});`;
  return canAwait ? `await ${app}.register(${guard});` : `${app}.register(${guard});`;
}

/** All of it, for a person who writes it in by hand. */
export function describeByHand(framework: Framework, settings: GuardSettings): string {
  if (framework === 'nestjs') {
    const options = optionLines(settings).join('\n  ');
    return [
      importLine(framework, false),
      '',
      '// first among the imports of the root module:',
      '@Module({',
      `  imports: [LicetModule.forRoot({\n  ${options}\n  })],`,
      '})',
    ].join('\n');
  }
  const places = { app: 'app', guard: 'license', canAwait: framework === 'fastify' };
  return [
    importLine(framework, false),
    '',
    ...guardLines('license', settings),
    '',
    '// directly behind the line that makes the application, before everything else:',
    mountLine(framework, places),
  ].join('\n');
}
