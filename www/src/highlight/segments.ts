/**
 * The text of an editable box as one string, and the way back from its offsets to text nodes.
 * After Enter a browser may hold the text in several nodes, with <br> or blocks between them.
 * Offsets are UTF-16 code units, which is what DOM offsets, strings and the engine all count.
 */

/** `text.slice(start, end)` is what `node` holds. */
export interface Segment {
  node: Text;
  start: number;
  end: number;
}

export interface Segments {
  text: string;
  segments: Segment[];
}

const BLOCKS = new Set(["DIV", "P", "LI"]);

export function readSegments(box: Node): Segments {
  const segments: Segment[] = [];
  const parts: string[] = [];
  let length = 0;
  const append = (part: string) => {
    parts.push(part);
    length += part.length;
  };
  const visit = (parent: Node) => {
    for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
      if (node instanceof Text) {
        if (node.data === "") continue;
        segments.push({ node, start: length, end: length + node.data.length });
        append(node.data);
      } else if (node.nodeName === "BR") {
        // The last <br> of a block only holds its line open.
        if (node.nextSibling !== null) append("\n");
      } else {
        if (BLOCKS.has(node.nodeName) && length > 0) append("\n");
        visit(node);
      }
    }
  };
  visit(box);
  return { text: parts.join(""), segments };
}

/**
 * The place in the DOM of `offset`. At a border between two nodes the start of a range belongs to
 * the later node and its end to the earlier one.
 */
export function placeOf(
  { segments }: Segments,
  offset: number,
  side: "start" | "end",
): { node: Text; offset: number } | null {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { end } = segments[middle] as Segment;
    if (end > offset || (side === "end" && end === offset)) high = middle;
    else low = middle + 1;
  }
  const segment = segments[low];
  if (segment === undefined) return null;
  return {
    node: segment.node,
    offset: Math.min(Math.max(offset - segment.start, 0), segment.end - segment.start),
  };
}

/** The offset of a place in the DOM, such as the caret's; null outside the box's text. */
export function offsetOf({ segments }: Segments, node: Node, offset: number): number | null {
  if (node instanceof Text) {
    const segment = segments.find((candidate) => candidate.node === node);
    return segment === undefined ? null : segment.start + Math.min(offset, node.data.length);
  }
  // Between children of the box: the text that follows begins there, or it is the end.
  const next = node.childNodes[offset];
  if (next === undefined) {
    const inside = segments.filter((candidate) => node.contains(candidate.node));
    return inside.at(-1)?.end ?? null;
  }
  const following = segments.find(
    ({ node: text }) =>
      text === next ||
      next.contains(text) ||
      (next.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
  );
  return following?.start ?? segments.at(-1)?.end ?? null;
}
