/** Where the build puts the files for browsers. The way there is the same from the sources and from the built program. */
export const staticFolder = new URL('../dist/static/', import.meta.url);
