/** Leaving words out and replacing them. */
import { shortened } from "../../format";
import type { trials as english } from "../en/trials";

export const trials = {
  trials: {
    group: (word: string) => `试着改动“${shortened(word)}”`,
    leaveOut: "去掉",
    replace: "替换……",
    putBack: "放回",
    putBackWord: (word: string) => `把“${shortened(word)}”放回`,
    putAllBack: "全部放回",
    replacement: (word: string) => `用来替换“${shortened(word)}”的词`,
    placeholder: (word: string) => `替换“${shortened(word)}”`,
    set: "替换",
    cancel: "取消",
    without: "去掉之后，模型怎么看",
    changed: "改动之后，模型怎么看",
    had: (value: string) => `原有 ${value}`,
    before: "之前",
    now: "现在",
    points: "百分点",
    difference: "差值",
    gains: "注意力移到了哪里",
    noGains: "没有别的词得到更多注意力。",
    spoken: (label: string, before: string, now: string, difference: string) =>
      `${label}：之前 ${before}，现在 ${now}，相差 ${difference}。`,
  },
} satisfies typeof english;
