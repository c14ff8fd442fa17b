const dot = 0x2e;
const hyphen = 0x2d;
const underscore = 0x5f;
const maxLabelLength = 63;

/**
 * Where the last label of `text` up to `end` begins, or -1 when that part is not one or more labels of 1 to 63 lower-case
 * ASCII letters, digits, "-" and "_" with single dots between them (RFC 1035 section 2.3.4; the underscore is not for
 * host names, but names with it are in use).
 */
export function findLastLabel(text: string, end: number): number {
  let labelStart = 0;
  for (let index = 0; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code === dot) {
      if (index === labelStart) return -1;
      labelStart = index + 1;
    } else if (index - labelStart >= maxLabelLength || !isLabelCharacter(code)) return -1;
  }
  return end > labelStart ? labelStart : -1;
}

function isLabelCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === hyphen ||
    code === underscore
  );
}
