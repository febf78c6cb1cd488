/** Nothing is timed before every contender has given the same answers. */

/** The largest difference that two contenders may have, in prediction and attention weights. */
export const TOLERANCE = 1e-5;

/**
 * Asks every page for the same answers, and compares them with the first page's.
 *
 * @param {Map<string, import("playwright-core").Page>} pages
 * @param {object} question what `window.bench.answers` takes
 * @returns {Promise<Record<string, number>>} the largest difference of each contender
 * @throws {Error} if one is above the tolerance, or not a number
 */
export async function checkAgreement(pages, question) {
  const [first, ...others] = pages.keys();
  const ask = (name) => pages.get(name).evaluate((q) => window.bench.answers(q), question);
  const reference = await ask(first);
  const differences = {};
  for (const name of others) {
    const given = await ask(name);
    let largest = 0;
    for (const [index, { prediction, attention }] of reference.entries()) {
      const other = given[index];
      if (other.attention.length !== attention.length) {
        throw new Error(
          `${name} gives ${other.attention.length} attention weights for ${attention.length} words`,
        );
      }
      largest = Math.max(
        largest,
        Math.abs(other.prediction - prediction),
        ...attention.map((weight, word) => Math.abs(other.attention[word] - weight)),
      );
    }
    if (!(largest <= TOLERANCE)) {
      throw new Error(
        `${name} and ${first} differ by ${largest} (${JSON.stringify(question)}): nothing is timed`,
      );
    }
    differences[name] = largest;
  }
  return differences;
}
