/**
 * An immutable list whose versions share what they have in common: a change copies a few short arrays, however long the list is. It is
 * a tree in which every node has up to 32 children.
 */
const BITS = 5;
const WIDTH = 1 << BITS;

/** A list of items at level 0, otherwise of nodes. */
type Node = readonly unknown[];

export class SharedList<T> {
  readonly length: number;
  private readonly root: Node;
  /** Levels of the tree below the root. */
  private readonly depth: number;
  private array: readonly T[] | undefined;

  private constructor(root: Node, depth: number, length: number) {
    this.root = root;
    this.depth = depth;
    this.length = length;
  }

  static empty<T>(): SharedList<T> {
    return new SharedList<T>([], 0, 0);
  }

  static of<T>(items: Iterable<T>): SharedList<T> {
    let list = SharedList.empty<T>();
    for (const item of items) list = list.push(item);
    return list;
  }

  push(item: T): SharedList<T> {
    const { length, depth, root } = this;
    if (length === WIDTH << (BITS * depth)) {
      return new SharedList<T>([root, pathTo(depth, item)], depth + 1, length + 1);
    }
    return new SharedList<T>(nodeWith(root, depth, length, item), depth, length + 1);
  }

  /** @param index of an item of the list */
  with(index: number, item: T): SharedList<T> {
    return new SharedList<T>(nodeWith(this.root, this.depth, index, item), this.depth, this.length);
  }

  /** All items, frozen; made when it is first asked for, and then always the same array. */
  toArray(): readonly T[] {
    if (this.array === undefined) {
      const items: T[] = [];
      collect(this.root, this.depth, items);
      this.array = Object.freeze(items);
    }
    return this.array;
  }
}

function nodeWith(node: Node, level: number, index: number, item: unknown): Node {
  const place = (index >> (BITS * level)) & (WIDTH - 1);
  const child = node[place] as Node | undefined;
  const copy = node.slice();
  if (level === 0) copy[place] = item;
  else copy[place] = child === undefined ? pathTo(level - 1, item) : nodeWith(child, level - 1, index, item);
  return copy;
}

/** A node with this item alone. */
function pathTo(level: number, item: unknown): Node {
  return level === 0 ? [item] : [pathTo(level - 1, item)];
}

function collect(node: Node, level: number, into: unknown[]): void {
  for (let i = 0; i < node.length; i++) {
    if (level === 0) into.push(node[i]);
    else collect(node[i] as Node, level - 1, into);
  }
}
