/** @typedef {import('./guarded.mjs').Consumer} Consumer */

/** @param {Consumer} consumer @returns {Record<string, string>} the files of a project */
export function programsOf({ imports, body, skipLibCheck = false }) {
  const esImports = imports.map(([names, from]) => `import ${names} from '${from}';\n`).join('');
  const requires = imports
    .map(([names, from]) => `const ${names} = require('${from}');\n`)
    .join('');
  const cjsImports = esImports.replaceAll(
    /^import (\w+) from ('\w+');$/gm,
    'import $1 = require($2);',
  );
  return {
    'main.mjs': esImports + body,
    'main.cjs': requires + body,
    'main.mts': withTypes(esImports + body),
    'main.cts': withTypes(cjsImports + body),
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck,
        noEmit: true,
        target: 'ES2022',
        module: 'NodeNext',
        types: ['node'],
      },
      files: ['main.mts', 'main.cts'],
    }),
  };
}

/** @param {string} program */
const withTypes = (program) => program.replaceAll(/\/\*(.*?)\*\//g, '$1');
