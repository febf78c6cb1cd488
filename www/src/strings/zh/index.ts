/** Everything that the page says in Chinese. */
import type { Strings } from "..";
import { anywhere } from "./anywhere";
import { model } from "./model";
import { numbers } from "./numbers";
import { page } from "./page";
import { panels } from "./panels";
import { reading } from "./reading";

export const chinese: Strings = {
  ...page,
  ...anywhere,
  ...reading,
  ...panels,
  ...model,
  numbers,
};
