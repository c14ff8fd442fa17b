import { libraryBuild } from '@licet/tooling/tsdown';

export default libraryBuild({ index: 'src/index.ts' });
