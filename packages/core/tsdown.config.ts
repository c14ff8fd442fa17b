import { libraryBuild } from '@licet/tooling/tsdown';

export default libraryBuild({ index: 'src/index.ts', 'node/index': 'src/node/index.ts' });
