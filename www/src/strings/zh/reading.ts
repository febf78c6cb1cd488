/** What the model made of the text: prediction, words, light. */
import {
  count,
  exact,
  ordinal,
  percent,
  shortened,
  times,
  twoDigitPercent,
  twoDigits,
} from "../../format";
import type { ScaleName } from "../../highlight/scale";
import type { reading as english } from "../en/reading";

export const reading = {
  prediction: {
    title: "预测",
    waiting: "模型还在路上。",
    noModel: "没有模型。",
    winner: "最可能",
    applies: "符合",
    noneApplies: "都不符合",
    several: "每一项单独判断：可以有几项符合，也可以都不符合。",
    fewer: "收起",
    no: "否",
    yes: "是",
    readAs: "读作",
    heads: {
      binary: "两类之一",
      classes: "多类之一",
      labels: "多个标签",
      values: "数值",
    },
    naming: {
      open: "给类别命名",
      label: (classes: number) =>
        classes === 1
          ? "这个数值的名称；留空则用文件里的"
          : `每行一个名称，按模型的顺序共 ${count(classes)} 个；留空则用文件里的`,
      wrongCount: (given: number, classes: number) =>
        `这里有 ${count(given)} 个名称，而模型有 ${count(classes)} 个。`,
      use: "使用这些名称",
      cancel: "取消",
    },
    value: "数值",
    empty: "还没有词进入模型；这是它对空文本的判断。",
    more: (hidden: number) => `另有 ${count(hidden)} 个可能性更小的类别`,
    spoken: (verdict: string, strongest: string | null) =>
      `${verdict}${strongest === null ? "" : `；最强的词是“${shortened(strongest)}”`}。`,
  },

  sentences: {
    margin: "各句所占的注意力",
    tip: percent,
    mark: (number: number, of: number, text: string, share: number) =>
      `第 ${count(number)} 句，共 ${count(of)} 句，“${shortened(text)}”：占注意力的 ${percent(share)}`,
  },

  word: {
    asked: "这个词",
    strongest: "最强的词",
    weight: "注意力权重",
    share: "所占注意力",
    wordsAlone: "仅在词之间的份额",
    within: "在本句中的份额",
    withinAlone: "仅在本句各词间的份额",
    sentence: "所在句子的份额",
    light: "亮度：√句 × 词",
    stepWords: "所在时间步覆盖",
    aroundStep: (words: number) => `周围至多 ${count(words)} 个词`,
    quoted: (words: string) => `“${shortened(words)}”`,
    attendsTo: "最关注",
    attends: (word: string, share: number) => `“${shortened(word)}”，${percent(share)}`,
    timesUniform: "均分份额的倍数",
    rank: "名次",
    id: "词表编号",
    step: "时间步（从 0 起）",
    stepInSentence: "句内时间步",
    nothing: "–",
    rankOf: (rank: number, of: number) => `${ordinal(rank)}，共 ${count(of)}`,
    exact,
    percent,
    times,
    status: "模型是否认识",
    statuses: {
      known: "认识",
      unknown: "不认识",
      dropped: "不认识，已略去",
      truncated: "认识，但被截掉",
      leftOut: "被您去掉了",
    },
    spoken: (word: string, share: number, rank: number, of: number) =>
      `${shortened(word)}：占注意力的 ${percent(share)}，${ordinal(rank)}，共 ${count(of)} 个词。`,
    spokenWithin: (word: string, share: number, number: number, sentence: number) =>
      `${shortened(word)}：占第 ${count(number)} 句注意力的 ${percent(share)}，该句本身占 ${percent(sentence)}。`,
    spokenAttends: (word: string, share: number) =>
      `它最关注“${shortened(word)}”，${percent(share)}。`,
    spokenUnseen: {
      known: (word: string) => word,
      unknown: (word: string) => `${word}：不在词表中。`,
      dropped: (word: string) => `${word}：不在词表中，进入模型前已略去。`,
      truncated: (word: string) => `${word}：被截掉了，文本超出了模型阅读的长度。`,
      leftOut: (word: string) => `${word}：被您去掉了。`,
    },
  },

  legend: {
    title: "颜色的含义",
    scale: "色标：最深的颜色表示",
    scales: {
      strongest: "最强的词",
      share: "全部注意力",
      uniform: "均分份额的 8 倍",
    },
    meaning: {
      strongest: (word: string, share: number) =>
        `这里最强的词是“${shortened(word)}”，占注意力的 ${percent(share)}。换一段文本，色标也随之改变。`,
      share: (word: string, share: number) =>
        `颜色最深的词会占有全部注意力；这里最强的“${shortened(word)}”占 ${percent(share)}。` +
        "同样的颜色在任何文本中含义相同。",
      uniform: (reached: number, equalShare: number) =>
        `1× 表示 ${count(reached)} 个词均分时每个词的份额：${percent(equalShare)}。`,
    },
    kinds: {
      share: () => "",
      paper: (word: string, value: number) =>
        "每个词的亮度为 √(所在句子的份额) × (词在句中的份额)，与 Yang 等人（2016）的论文一致。" +
        `这里最强的是“${shortened(word)}”，为 ${twoDigits(value)}。`,
      within: (word: string, value: number) =>
        "每个词的亮度是它在本句注意力中的份额，与该句的权重无关。" +
        `这里最强的是“${shortened(word)}”，占 ${percent(value)}。`,
      sentence: (_word: string, value: number) =>
        `这个模型衡量的是句子而不是词：每个词与所在句子同样亮。最强的句子占 ${percent(value)}。`,
      row: (word: string, value: number) =>
        `它的注意力大多落在“${shortened(word)}”上：${percent(value)}。`,
    },
    rowOf: (word: string, head: number | null, heads: number) =>
      `光亮显示“${shortened(word)}”关注哪些词` +
      (heads === 1
        ? "。"
        : head === null
          ? `（${count(heads)} 个头的平均）。`
          : `（第 ${count(head + 1)} 个头，共 ${count(heads)} 个）。`),
    scaleNotes: {
      strongest: "换一段文本，色标也随之改变。",
      share: "同样的颜色在任何文本中含义相同。",
      uniform: "1× 表示所有词均分时该词的份额。",
    },
    none: "还没有词亮起。",
    tickShare: (share: number) => (share === 0 ? "0" : twoDigitPercent(share)),
    tickNumber: (value: number) => (value === 0 ? "0" : twoDigits(value)),
    tickTimes: (factor: number, last: boolean) =>
      factor === 0 ? "0" : `${twoDigits(factor)}×${last ? " 以上" : ""}`,
    shade: "词的亮度取决于",
    shades: {
      paper: "句子与词",
      plain: "词在句中的份额",
    },
    attends: "光亮显示",
    attended: {
      mean: "每个词得到的注意力",
      from: "某个词关注什么",
    },
    pickWord: "指向一个词、轻点它，或把光标移进去。",
    tooLong: (words: number) => `超过 ${count(words)} 个词的文本不显示此项。`,
    head: "头",
    meanOfHeads: (heads: number) => `全部 ${count(heads)} 个头的平均`,
    headOf: (head: number) => `第 ${count(head + 1)} 个头`,
    margin: (share: number, scale: ScaleName) =>
      "页边的横条代表各个句子，长度即其所占的注意力：" +
      (scale === "share"
        ? `横贯页边的一条会占有全部注意力；这里最长的占 ${percent(share)}。`
        : `这里最长的占 ${percent(share)}。`),
    step: (words: number) =>
      `注意力的每一步覆盖至多 ${count(words)} 个词（之前有卷积或池化）。词按所在的步亮起。`,
    marks: {
      known: () => "",
      unknown: (words: number) =>
        `不认识：不在模型的词表中，这些词对它来说都一样（${count(words)} 个）`,
      dropped: (words: number) => `略去：不在词表中，模型根本看不到（${count(words)} 个）`,
      truncated: (words: number) => `截掉：超出模型阅读的词数（${count(words)} 个）`,
      leftOut: (words: number) => `被您去掉（${count(words)} 个）`,
    },
    padding: (share: number) => `注意力的 ${percent(share)} 落在填充上，而不是词上。`,
    sentencePadding: (share: number) => `注意力的 ${percent(share)} 落在空句子上。`,
    wordPadding: (share: number) => `在句子内部，至多 ${percent(share)} 落在填充上，而不是词上。`,
    spread: "只在词之间分配",
    spreadSentences: "只在句子和词之间分配",
    rescaled: "光亮和色标已重新换算：每个份额都除以余下的部分，即 1 − 填充。",
    rootNote: "亮度按平方根增长：数值为四分之一时，亮度为一半，因此较小的份额也看得见。",
    colours: "配色",
    maps: {
      lamp: "灯光",
      cividis: "cividis（适合色觉障碍）",
      viridis: "viridis",
      magma: "magma",
      greys: "灰度（适合打印）",
    },
    curveTitle: "亮度",
    curves: { linear: "线性", root: "平方根" },
    theme: "底色",
    themes: { system: "跟随系统", light: "浅色", dark: "深色" },
    forced: "使用强制颜色时：达到最深颜色的四分之一加下划线，达到四分之三则填充。",
  },
} satisfies typeof english;
