/** What <wordlight-text> says on somebody else's page. It carries no other strings. */
import { count, percent } from "../../format";
import type { element as english } from "../en/element";

export const element = {
  label: "由模型注意力点亮的文本",
  loading: "正在加载模型…",
  notFetched: (address) => `无法获取 ${address}。`,
  notFetchedHint: "地址可能有误，或者对方网站不允许其他网站读取（CORS）。",
  engineStopped: "引擎在处理这段文本时停止了。",
  engineUnavailable: "引擎无法在此启动。",
  unsupported: "此浏览器不支持 CSS Custom Highlight API，无法点亮文字。",
  left: (most, left) => `文本至多显示 ${count(most)} 个字符，其余 ${count(left)} 个未显示。`,
  prediction: (label, probability) => `${label} ${probability}`,
  word: (word, share) => `${word}：占注意力的 ${percent(share)}`,
  unseen: (word) => `${word}：未进入模型`,
  strongest: (words) =>
    `注意力最多的词：${words.map(([word, share]) => `${word} ${percent(share)}`).join("、")}。`,
} satisfies typeof english;
