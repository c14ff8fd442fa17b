import type { TSchema } from 'typebox';

/** The keywords of a schema that examples are made from. */
interface SchemaNode {
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

/**
 * The example of a schema: its own, or one that is put together from those of its parts. Parts without one are left out, and what is left
 * out of an operation is named by a test.
 */
export function exampleOf(schema: TSchema): unknown {
  return exampleOfNode(schema);
}

function exampleOfNode(node: SchemaNode): unknown {
  if (node.examples !== undefined) return node.examples[0];
  if (node.const !== undefined) return node.const;
  if (node.enum !== undefined) return node.enum[0];
  if (node.properties !== undefined) return exampleOfMembers(node.properties);
  if (node.items !== undefined) return [exampleOfNode(node.items)];
  const [variant] = node.anyOf ?? [];
  if (variant !== undefined) return exampleOfNode(variant);
  if (node.type === 'boolean') return true;
  return node.type === 'null' ? null : undefined;
}

function exampleOfMembers(properties: Readonly<Record<string, SchemaNode>>): object {
  const members = Object.entries(properties).map(([name, node]): [string, unknown] => [
    name,
    exampleOfNode(node),
  ]);
  return Object.fromEntries(members.filter(([, example]) => example !== undefined));
}
