/** 词、句子与矩阵的面板。 */
import { count, percent, shortened } from "../../format";
import type { words as english } from "../en/words";

export const words = {
  words: {
    none: "还没有读到任何词。",
    title: "词",
    of: (words: number) => `共 ${count(words)} 个词。`,
    hint: "选中一个词，它会在所有视图中标出；按 Esc 取消。",
    shown: (column: string, descending: boolean) =>
      `按“${column}”排序，${descending ? "从大到小" : "从小到大"}。`,
    columns: {
      place: "位置",
      word: "词",
      weight: "权重",
      share: "份额",
      sentence: "所在句子",
      times: "均分倍数",
      rank: "名次",
      seen: "本文次数",
      id: "编号",
      step: "时间步",
      status: "词表",
    },
    statuses: {
      known: "认识",
      unknown: "不认识",
      dropped: "看不到",
      truncated: "被截掉",
      leftOut: "被您去掉",
    },
    bars: "沿文本排列的词",
    barsOf: (words: number) => `沿文本排列的 ${count(words)} 个词，高度即亮度`,
    bar: (word: string, value: string, place: number, of: number) =>
      `${word}：${value}，第 ${count(place)} 个词，共 ${count(of)} 个`,
    wholeText: "显示全文",
    oneByOne: "逐词显示",
    strongestOf: (words: number) => `每条线是至多 ${count(words)} 个词中最强的一个。`,
  },

  matrix: {
    title: "哪个词关注哪个词",
    what: "每一行是发出关注的词，每一列是被关注的词。选中一格，所在行的词会在所有视图中标出。",
    tooLong: (words: number) => `超过 ${count(words)} 个词的文本不显示矩阵。`,
    none: "矩阵还在路上。",
    few: "还没有词进入模型。",
    cell: (from: string, to: string, share: number) =>
      `${shortened(from)} → ${shortened(to)}：${percent(share)}`,
    spoken: (from: string, to: string, share: number) =>
      `“${shortened(from)}”关注“${shortened(to)}”：${percent(share)}。`,
    fit: "适合页面",
    large: "大格子",
    size: "格子",
    full: {
      strongest: (share: number) => `颜色最深的是这里最强的一格，${percent(share)}。`,
      share: () => "颜色最深表示一个词的全部注意力。",
      uniform: () => "颜色最深表示均分份额的 8 倍或更多。",
    },
    axes: "每一行是发出关注的词，每一列是被关注的词。",
    savePicture: "保存图片（SVG）",
    saveTable: "保存数值（CSV）",
    saved: (file: string) => `已保存为 ${file}。`,
    strongest: "最强的词对",
  },

  sentencePanel: {
    title: "句子",
    what: (sentences: number) =>
      `${count(sentences)} 个句子各占多少注意力，以及展开的那一句中的词。`,
    order: "排列顺序",
    orders: { text: "按文本", share: "按份额" },
    sentence: (number: number, text: string, share: string) =>
      `第 ${count(number)} 句，${share}：${text}`,
    cut: "被截掉",
    wordsIn: (number: number) => `第 ${count(number)} 句中的词`,
    unread: "这一句没有词进入模型。",
    padding: (share: number) => `${percent(share)} 落在空句子上。`,
    more: (sentences: number) => `再显示 ${count(sentences)} 句`,
  },
} satisfies typeof english;
