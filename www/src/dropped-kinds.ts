/** What dropped files are: those that the page reads itself, and the rest, which is for the engine. */
import { isCheck } from "./check";
import type { DroppedFile } from "./dropped";
import { type Given, givenIn, namesIn } from "./given";

export interface DroppedKinds {
  /** Keras's numbers, as JSON. */
  checks: string[];
  /** Texts with their weights. */
  given: Given | null;
  /** Names of the classes of those. */
  labels: { file: DroppedFile; names: string[] }[];
  rest: DroppedFile[];
}

export async function kindsOf(dropped: DroppedFile[]): Promise<DroppedKinds> {
  const kinds: DroppedKinds = { checks: [], given: null, labels: [], rest: [] };
  for (const file of dropped) {
    const check = await isCheck(file.file);
    if (check !== null) {
      kinds.checks.push(check);
      continue;
    }
    const given = await givenIn(file.name, file.file);
    const names = given === null ? await namesIn(file.name, file.file) : null;
    if (given !== null) kinds.given = given;
    else if (names !== null) kinds.labels.push({ file, names });
    else kinds.rest.push(file);
  }
  return kinds;
}
