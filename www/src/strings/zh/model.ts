/** Models: those of the page, what was recognised, how the numbers compare. */
import { bytes, count, listed, shortened, tiny } from "../../format";
import type { model as english } from "../en/model";

export const model = {
  bundled: {
    title: "页面自带的模型",
    models: {
      imdb: {
        name: "影评",
        line: "根据用词判断一篇英文影评是好评还是差评。",
        lede: "您输入时，神经网络同步阅读，判断这篇英文影评是好评还是差评。在此过程中，它会衡量每个词：词越亮，得到的注意力越多。",
      },
      "imdb-stars": {
        name: "整篇影评的星级",
        line: "根据整篇英文影评的句子和其中的词，判断四档星级之一。",
        lede: "您输入时，神经网络同步阅读，判断这篇英文影评给几颗星。它衡量每个句子里的词，也衡量各个句子：句子的份额标在页边。",
      },
      goemotions: {
        name: "短消息的情绪",
        line: "判断一条英文短消息的情绪（七类之一），词与词之间互相注意。",
        lede: "您输入时，神经网络同步阅读，判断一条英文短消息表达哪种情绪。每个词都会注意所有的词：词越亮，得到的注意力越多。",
      },
      "zh-reviews": {
        name: "中文购物评论",
        line: "逐字阅读，判断一条中文评论是好评还是差评。",
        lede: "您输入时，神经网络同步阅读，判断一条中文购物评论是好评还是差评。在此过程中，它会衡量每个字：字越亮，得到的注意力越多。",
      },
    },
    shown: "正在使用",
    loading: "正在获取",
    size: (size: number) => `需获取 ${bytes(size)}`,
  },

  model: {
    title: "模型",
    load: "加载您的模型",
    folder: "加载文件夹",
    drop:
      "可以换成您自己的 Keras 模型，只要它有注意力层：" +
      "把模型文件和分词器，或装有它们的文件夹、zip，拖到页面任意位置。不会上传任何内容。",
    what: "识别结果",
    facts: {
      format: "格式",
      kerasVersion: "Keras",
      tokenizer: "分词器",
      labels: "标签",
      attention: "所显示的注意力",
      files: "文件",
    },
    files: (files: { name: string; size: number }[]) =>
      listed(files.map(({ name, size }) => `${name}（${bytes(size)}）`)),
    unknown: "文件中没有说明",
    noTokenizer: "在模型内部",
    layers: {
      caption: "层",
      name: "名称",
      className: "类",
      outputShape: "输出形状",
      parameters: "参数量",
      attention: "注意力",
    },
    noAttention: "无",
    sentencesAndWords: (sentences: string, words: string) => `词：${words}；句子：${sentences}`,
    settings: "文本如何送入模型",
    assumed: (inputSteps: number | null) =>
      (inputSteps === null
        ? "这些设置不在任何文件中"
        : `模型本身正好接收 ${count(inputSteps)} 个时间步。另外两项不在任何文件中`) +
      "：在您修改之前，采用 Keras 的默认值。请与训练模型时保持一致。",
    maxlen: "至多读取的词数",
    anyLength: "不限",
    padding: "填充位置",
    truncating: "文本过长时截去",
    paddings: { pre: "文本之前", post: "文本之后" },
    truncatings: { pre: "开头", post: "结尾" },
    maxSentences: "至多读取的句数",
    sentenceEnd: "句子的结尾（正则表达式）",
    sentenceRule: "一套能识别“Mr.”和“3.5”的规则",
    sentencePadding: "空句子放在",
    sentenceTruncating: "句子过多时截去",
    sentenceTruncatings: { pre: "最前面的句子", post: "最后面的句子" },
    attentionLayer: "显示哪一层的注意力",
    output: "显示哪一个输出的预测",
    readings: {
      title: (layer: string, kind: string) => `“${layer}”层被解读为：${kind}`,
      own: (layer: string, className: string) =>
        `“${layer}”层属于自定义类 ${className}。文件里有这种类的权重和设置，但没有代码，所以只能据此推断它的计算方式。`,
      choose: "如果代码并非如此，请选择它实际的计算方式：",
      quiet: (layer: string, reason: string) => `“${layer}”：${reason}`,
    },
    inputs: {
      title: "模型还需要的输入",
      remark:
        "除文本外，这个模型还接收数字。在您填写之前，送入的是下面这些数，预测也只对它们成立。",
      expected: (values: number) =>
        values === 1 ? "一个数" : `${count(values)} 个数，用逗号或空格隔开`,
      apply: "使用这些数",
      notNumbers: (part: string) => `“${shortened(part)}”不是数字。`,
      wrongCount: (given: number, expected: number) =>
        `这里有 ${count(given)} 个数；模型需要 ${count(expected)} 个。`,
      notGiven: "这里还没有数字。",
    },
    report: "复制报告",
    reportRemark: "层、形状、设置和警告，供帮助您的人参考；不含权重，也不含文本。",
    warnings: "值得留意",
    summary: (layers: number, parameters: number) =>
      `${count(layers)} 层，${count(parameters)} 个参数`,
  },

  check: {
    title: "与 Keras 核对",
    remark:
      "这几行 Python 让您自己的 Keras 计算几段文本，并把数值写入 wordlight-check.json。" +
      "把该文件拖到这里，页面就会说明自己的数值与之相差多少。",
    code: "Python 代码",
    copy: "复制代码",
    noModel: "这个文件里有可供比较的数值，但还没有模型可以比较。",
    result: "与 Keras 的比较",
    agrees: (texts: number, largest: number) =>
      `${texts === 1 ? "这段文本一致" : `全部 ${count(texts)} 段文本一致`}：最大差异为 ${tiny(largest)}。`,
    differs: (texts: number, of: number, largest: number) =>
      `${count(of)} 段文本中有 ${count(texts)} 段不一致` +
      (Number.isFinite(largest) ? `；最大差异为 ${tiny(largest)}。` : "。"),
    text: "文本",
    attention: "注意力",
    prediction: "预测",
    where: "差异从哪里开始",
    difference: (value: number | null) => {
      if (value === null) return "未说明";
      return Number.isFinite(value) ? tiny(value) : "长度不同";
    },
    places: {
      tokens: "词元：词的编号与那边不同",
      attention: "注意力",
      prediction: "预测，在注意力之后",
    },
    fine: "一致",
    empty: "（空文本）",
    quote: (text: string) => shortened(text.replaceAll(/\s+/g, " ")),
    tokensHint:
      "如果词元不同，请先检查模型的设置：maxlen、padding 和 truncating，以及这是否是训练时的分词器。",
    close: "收起比较结果",
  },

  report: {
    title: "wordlight 未能加载这些文件",
    error: "错误",
    noCode: "无代码",
    files: "文件",
    browser: "浏览器",
    noEnding: "无扩展名",
  },
} satisfies typeof english;
