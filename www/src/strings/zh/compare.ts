/** Two texts, or two models, side by side. */
import { shortened } from "../../format";
import type { compare as english } from "../en/compare";

export const compare = {
  compare: {
    with: "对比",
    modes: { texts: "另一段文本", models: "另一个模型" },
    otherText: "另一段文本",
    otherModel: "另一个模型",
    left: "第一侧",
    right: "第二侧",
    chooseModel: "请在下面选择另一个模型。",
    load: "加载文件……",
    dropHere: "也可以把您自己的模型文件拖到这里。两侧的文本相同。",
    points: (difference: string) => `${difference} 个百分点`,
    predictedBeside: (label: string, value: string, other: string, difference: string) =>
      `${label} ${value}（第一侧 ${other}，${difference}）`,
    word: (word: string, value: string) => `“${shortened(word)}” ${value}`,
    wordBeside: (word: string, value: string, other: string, difference: string) =>
      `“${shortened(word)}” ${value}（第一侧 ${other}，${difference}）`,
    stopped: "计算引擎在这段文本上停止了两次。请改动文本再继续。",
    stoppedSecond: "第二个引擎停止了，未能重新启动。请重新选择模型再继续。",
    secondRestarted: "第二个引擎停止后已重新启动，文本和模型都保持原样。",
    words: "两侧共有的词：差别最大的",
    otherClasses: "两个模型的类别不同，无法给出差值。",
    oneScale: {
      strongest: (value: string, word: string, side: "left" | "right") =>
        `两侧使用同一标尺：最深的颜色表示 ${value}，即${side === "left" ? "第一侧" : "第二侧"}“${shortened(word)}”的值。`,
      share: "两侧使用同一标尺：最深的颜色表示全部注意力。",
      uniform: "两侧使用同一标尺：最深的颜色表示平均份额的 8 倍，与词数无关。",
    },
    whole:
      "为了可以比较，词都按其在全文中的份额显示：如果模型还衡量句子，就是句子的份额乘以词在句内的份额。",
    legend: (word: string, value: string, full: string) =>
      `这里最强的词是“${shortened(word)}”，为 ${value}。两侧最深的颜色都表示 ${full}。`,
    incomparable: (left: string, right: string) =>
      `两侧的颜色不能直接比较，所以各有自己的标尺：第一侧显示${left}，第二侧显示${right}。`,
    kinds: {
      share: "词在全文注意力中的份额",
      paper: "√（所在句子的份额）×（词在句内的份额）",
      within: "词在句内的份额",
      sentence: "词所在句子的份额",
      row: "某一个词所关注的内容",
    },
    diff: "文本的差别",
    same: "两段文本的词完全相同。改动任意一段试试。",
    tooDifferent: "两段文本差别太大，无法逐词对比。",
  },
} satisfies typeof english;
