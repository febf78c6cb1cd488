/** Everything that the page says in Chinese. */
import type { Strings } from "..";
import { model } from "./model";
import { numbers } from "./numbers";
import { page } from "./page";
import { panels } from "./panels";
import { reading } from "./reading";

export const chinese: Strings = {
  ...page,
  ...reading,
  ...panels,
  ...model,
  numbers,
};
