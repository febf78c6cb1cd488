/** Everything that the page says in Chinese. */
import type { Strings } from "..";
import { anywhere } from "./anywhere";
import { compare } from "./compare";
import { exporting } from "./export";
import { given } from "./given";
import { inspect } from "./inspect";
import { keep } from "./keep";
import { model } from "./model";
import { numbers } from "./numbers";
import { page } from "./page";
import { panels } from "./panels";
import { reading } from "./reading";
import { trials } from "./trials";
import { words } from "./words";

export const chinese: Strings = {
  ...page,
  ...anywhere,
  ...reading,
  ...trials,
  ...compare,
  ...words,
  ...panels,
  ...model,
  ...keep,
  ...inspect,
  ...exporting,
  ...given,
  numbers,
};
