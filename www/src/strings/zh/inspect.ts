/** Looking into the model: its layers and weights, and the way of the numbers. */
import { count, exact, percent, twoDigits } from "../../format";
import type { Statistics } from "../../inspect/numbers";
import type { inspect as english } from "../en/inspect";

const short = (value: number): string => {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1);
  return twoDigits(value);
};

export const inspect = {
  inspect: {
    heat: {
      role: "热力图",
      help: "用方向键逐个读出数值，加号和减号缩放。",
      zoom: "缩放",
      in: "放大",
      out: "缩小",
      fit: "适合窗口",
      short,
      summary: ({ count: size, min, max, mean, std, nan, infinite }: Statistics) =>
        size === 0
          ? "没有数值。"
          : size === 1
            ? `一个数：${short(Number.isNaN(max) ? mean : max)}。`
            : `共 ${count(size)} 个数，最小 ${short(min)}，最大 ${short(max)}；均值 ${short(mean)}，标准差 ${short(std)}；NaN：${count(nan)}${infinite > 0 ? `，无穷大：${count(infinite)}` : ""}。`,
      nan: (size: number) => `其中 ${count(size)} 个不是数（NaN）。`,
      cell: (row: string | null, index: number | null, column: string | null, value: number) =>
        [row ?? (index === null ? null : `第 ${index} 行`), column]
          .filter((part) => part !== null)
          .join("，")
          .concat(`：${Number.isFinite(value) ? exact(value) : short(value)}`),
      column: (index: number) => `第 ${index} 列`,
      gate: (gate: string, unit: number) => `门 ${gate}，单元 ${unit}`,
      row: (index: number) => `第 ${index} 行`,
    },
    save: {
      npy: (what: string) => `下载${what}（.npy，供 NumPy 使用）`,
      csv: (what: string) => `下载${what}（CSV）`,
    },

    summary: {
      title: "各层",
      hint: "与 model.summary() 打印的一致。选一层，看它的权重。",
      layer: "层（类型）",
      shape: "输出形状",
      parameters: "参数数量",
      attention: "注意力",
      total: "参数总数",
      trainable: "可训练参数",
      frozen: "不可训练参数",
    },
    weights: {
      title: (layer: string) => `${layer} 的权重`,
      none: "这一层没有权重：它的计算不需要学习任何东西。",
      loading: "请稍候……",
      frozen: "不参与训练",
      gates: {
        lstm: "门：i 输入门，f 遗忘门，c 候选值，o 输出门。",
        gru: "门：z 更新门，r 重置门，h 候选值。",
      },
      blocks: "数值比屏幕上的点还多：每个点显示其所在块中离零最远的数。放大后可以逐个查看。",
    },
    neighbours: {
      title: "与一个词相近的词",
      explain:
        "在词嵌入中，每个词是一行数。方向相近的行，属于模型同样看待的词；余弦相似度说明有多相近，最大为 1。",
      label: "词",
      placeholder: "分词器认识的任意一个词",
      list: (word: string) => `与“${word}”最相近的词（余弦相似度）`,
      unknown: (word: string) => `分词器没有给“${word}”单独的编号。`,
      nobody: "没有可以比较的词。",
    },

    steps: {
      intro:
        "上面这段文字的数值在模型中走过的路。它随您的输入而变；在这里选中的词，在各处都会标出。",
      which: "显示",
      words: "一个句子中的词",
      sentences: "所有句子",
      sentence: (number: number, text: string) => `第 ${count(number)} 句：${text}`,
      cut: "这个句子没有进入模型：它被截掉了。",
      empty: "还没有可显示的内容：没有词进入模型。",
      waiting: "请稍候……",
      feature: (index: number) => `第 ${index} 个数`,
      padding: (steps: number, share: number | null) =>
        `图中略去了 ${count(steps)} 个没有文字的时间步${share === null ? "" : `，它们得到了 ${percent(share)} 的注意力`}。下载的文件包含所有时间步。`,
      whole: "这一层的完整公式",
      titles: {
        embedding: "词变成数",
        hidden: "隐藏状态",
        layer: (name: string) => `“${name}”对每一步的输出`,
        scored: "让每一步可以比较",
        scores: "得分",
        weights: "注意力权重",
        perFeature: "逐个特征的注意力权重",
        context: "上下文向量",
        output: (name: string) => `“${name}”的输出`,
        prediction: "预测",
      },
      explain: {
        embedding: "每个词在一张表中查到自己的一行数：关于这个词本身，模型只知道这些。",
        hidden:
          "循环层逐词阅读。读完每个词之后记住的内容就是它的隐藏状态：每个词一行，它也已经包含前面各词的信息。",
        both: "两个循环层分别从两端阅读。它们在一个词处记住的内容并排放在一起，就是这个词的隐藏状态：它包含前后各词的信息。",
        hiddenOfSentences:
          "循环层逐句阅读，每个句子是一行数。读完每个句子之后记住的内容就是它的隐藏状态，它也已经包含前面各句的信息。",
        bothOfSentences:
          "两个循环层分别从两端逐句阅读。它们在一个句子处记住的内容并排放在一起，就是这个句子的隐藏状态：它包含前后各句的信息。",
        layer: "这一层对每一步进行计算，再把数传下去。",
        scored: "每个状态乘以学到的矩阵 W，再压缩到 −1 与 1 之间，这样就都能与同一个向量比较。",
        scoresOfU: "每一行与学到的向量 u 逐个相乘再相加：与 u 越像，得分越高。",
        scores: "每一步一个数：越大，得到的注意力越多。",
        weights:
          "每个得分变成一个份额：指数使它们都为正并放大差别，相除使它们的总和为 1；被掩码的时间步不计入。点亮文字的就是这些权重。",
        weightsOf: "这一层给每一步的权重。点亮文字的就是它们。",
        weightsOfMatrix:
          "每个词都会注意其他每个词。这里显示的是每个词从所有词（和所有头）那里平均得到的注意力：点亮文字的就是它。",
        perFeature: "这一层对每个特征分别加权：每个特征一列。光亮显示的是一行的均值。",
        context:
          "每个状态乘以自己的权重，再全部相加：得到代表整段文字的一行数，受到注意的内容在其中占得多。",
        contextOfSentence: "每个状态乘以自己的权重，再全部相加：得到代表这个句子的一行数。",
        output: "从这里开始不再有词，只有代表整体的数。",
        prediction: "最后一层把它们变成答案。",
      },
      weighed: "这些行就是注意力所加权的 h。",
    },
  },
} satisfies typeof english;
