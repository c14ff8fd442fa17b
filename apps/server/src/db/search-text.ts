import { domainToUnicode } from 'node:url';

/** Brings what is searched for, and what is found by it, into one spelling. */
export function foldSearchText(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}

/** What of a license is searched. */
interface SearchedTexts {
  readonly domains: readonly { readonly name: string }[];
  readonly serial: string | null;
  readonly holder: string | null;
}

/** What a license is found by as somebody types, each text once. */
export function toSearchTerms({ domains, serial, holder }: SearchedTexts): readonly string[] {
  const texts = [
    ...domains.flatMap(({ name }) => [name, domainToUnicode(name)]),
    ...[serial, holder].filter((text) => text !== null),
  ];
  return [...new Set(texts.map(foldSearchText))].filter((term) => term !== '');
}
