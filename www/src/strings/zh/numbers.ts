/** What stands beside numbers. */
import type { numbers as english } from "../en/numbers";

export const numbers = {
  bytes: (size: string) => `${size} 字节`,
  comma: "、",
  andMore: (names: string, more: string) => `${names}，另有 ${more} 个`,
  ordinal: (_rank: number, shown: string) => `第 ${shown} 位`,
  notANumber: "不是数字",
} satisfies typeof english;
