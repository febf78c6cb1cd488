/** The first of what is ordered by a question that is answered with no, no … yes, yes; `count`: none. */
export function firstOf(count: number, isSo: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
