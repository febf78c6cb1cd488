/** Texts whose weights come from a file. */
import { count } from "../../format";
import type { given as english } from "../en/given";

export const given = {
  given: {
    title: (file: string) => `权重来自 ${file}，不是由模型计算的。`,
    choose: (texts: number) => (texts === 1 ? "其中的文本" : `从 ${count(texts)} 段文本中选择`),
    says: (label: string, prediction: string) =>
      `文件中的类别：${label || "–"}，预测：${prediction || "–"}。`,
    edited: "文本已改动，现由模型读取。重新选择该文本即可再看文件中的权重。",
    single: "文件只含一个对象；neat-vision 本身要求数组。",
    skipped: (entries: number) => `没有文本的条目已略去：${count(entries)} 条。`,
    number: (texts: number) => `编号（共 ${count(texts)}）`,
    tooLong: (entries: number) => `超过两百万字符的条目已略去：${count(entries)} 条。`,
    oddities: {
      noAttention: "这段文本没有注意力权重，因此没有词被点亮。",
      shortAttention: "权重比词少：末尾的词没有权重。",
      longAttention: "权重比词多：多出的部分不显示。",
      noPosterior: "文件中没有这段文本的概率。",
      part: "这段文本超出文本框的容量，分成几部分列出，每部分各占一项。",
      longToken: "有一个词的字符数超出文本框的容量：末尾不显示。",
      sum: "权重之和不是 1：各份额按它们的总和计算。",
    },
    labelsAlone: (file: string) =>
      `${file} 为 neat-vision 的数据文件（文本及其权重）中的类别命名，但这里没有打开这样的文件。`,
    labelsAloneHint: "请先拖入数据文件，或把两个文件一起拖入。",
    close: "关闭文件",
    noPrediction: "文件中没有预测。",
  },
} satisfies typeof english;
