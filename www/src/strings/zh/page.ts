/** The page as a whole: what stands at its edges, what goes wrong, and the text box. */
import type { Progress } from "../../engine/protocol";
import { bytes, count, listed, shortened } from "../../format";
import type { page as english } from "../en/page";

/** By the engine's codes. Its own sentence says the rest, in English. */
const ENGINE_ERRORS: Partial<Record<string, string>> = {
  no_files: "没有文件。",
  unrecognised_file: "无法识别这个文件。",
  unsupported_format: "不支持这种文件格式。",
  damaged_file: "文件已损坏。",
  not_keras: "这不是 Keras 文件。",
  missing_architecture: "缺少模型结构。",
  missing_weights: "缺少模型权重。",
  missing_shards: "缺少部分权重文件。",
  missing_model: "缺少模型本身。",
  missing_tokenizer: "缺少分词器。",
  missing_vocabulary: "缺少词表。",
  duplicate_file: "同一种文件有两个。",
  invalid_config: "模型配置有误。",
  invalid_graph: "模型的层之间连接有误。",
  unsupported_layer: "模型中有不支持的层。",
  unsupported_option: "某一层使用了不支持的选项。",
  weight_shape: "权重的形状与层不符。",
  missing_weight: "某一层缺少权重。",
  extra_weight: "文件中有多余的权重。",
  shape_mismatch: "各层的形状互不相符。",
  text_too_long: "文本太长。",
  unsupported_input: "不支持模型的某个输入。",
  no_attention: "这个模型没有注意力层。",
  token_id_out_of_range: "词的编号超出了模型的词嵌入范围。",
  invalid_tokenizer: "分词器文件有误。",
  unsafe_pickle: "这个 pickle 文件不安全，没有读取。",
  invalid_labels: "标签文件有误。",
  invalid_check: "核对文件有误。",
  invalid_option: "设置的值无效。",
};

export const page = {
  ownModel: "换成您自己的 Keras 模型",
  lede: "您的模型会边输入边阅读。在此过程中，它会衡量每个词：词越亮，得到的注意力越多。",

  language: { title: "语言", notLoaded: (name: string) => `未能取到“${name}”的文字。` },

  text: {
    label: "要阅读的文本",
    description: "每个词按所得的注意力亮起。光标所在的词，其数值会朗读出来。",
    placeholder: "输入或粘贴一段文本……",
    unsupported:
      "此浏览器不支持 CSS Custom Highlight API，无法边输入边着色，所以词不会亮起。每个词的数值照常显示。",
  },

  rest: {
    waits: (room: number, more: number) =>
      `文本框一次容纳 ${count(room)} 个字符，这样每次按键都能立即得到响应。您的文本还有 ${count(more)} 个字符在等待，模型尚未读取。`,
    next: "读下一部分",
    letGo: "放弃其余部分",
    notTaken: (room: number, more: number) =>
      `文本框一次容纳 ${count(room)} 个字符，这样每次按键都能立即得到响应：您放入的文本中，最后 ${count(more)} 个字符没有放进来。`,
  },

  examples: { title: "试试这些", own: "您自己的文本" },

  about: {
    title: "我看到的是什么？",
    paragraphs: [
      "模型共有 100% 的注意力，分给各个词：这就是光亮。每换一段文本，它都重新分配。",
      "在模型内部，每个词先变成一列数字，再依次读入。最后要作出一个判断，于是把这些数列各乘以自己的份额，加成一列。" +
        "如果短文本被补齐到固定长度，部分注意力可能落在这些空位（填充）上：页面会如实说明。",
      "求和中的份额并不等于解释。衡量一个词时，它已经吸收了周围的词，所以一个亮词可能代表它的邻居；它可能支持判断，也可能反对；" +
        "判断相同的两个模型，也可能点亮不同的词。改动一个词，看看预测是否跟着变：这比单看光亮更能说明问题。",
    ],
  },

  privacy: {
    promise:
      "一切都在您的浏览器里计算。您输入或拖入的内容不会离开这台设备：这个页面只取用自己的文件，不向任何地方发送内容。",
    title: "怎样亲自验证",
    site: [
      "打开浏览器的开发者工具（F12），选“网络”，再重新加载页面，然后输入文字、拖入模型、导出。列出的每一行都是这个页面自己的文件，其中没有您写的内容；输入时也不会出现新的一行。",
      "第一次打开之后断开网络：一切照常，您自己的模型也一样。",
      "页面源代码的开头有一行 Content-Security-Policy。其中的 connect-src 'self' 让浏览器拦下发往别处的所有请求，不论代码想做什么；读取您文件的后台线程也受它约束。",
      "存放这个页面的服务器所知道的，与任何服务器一样：这些文件被取用过，来自哪个地址。",
    ],
    oneFile: [
      "断开网络：一切照常。也可以打开浏览器的开发者工具（F12），选“网络”，再重新加载：列出的每一行都是这个文件，或文件里已有的内容（blob:、data:）。",
      "页面源代码的开头有一行 Content-Security-Policy。其中的 default-src 'none' 让浏览器拦下所有请求，不论代码想做什么；读取您文件的后台线程也受它约束。",
    ],
  },

  drop: {
    invitation: "把模型文件拖到这里",
    what: "Keras 模型和它的分词器：可以一起拖入，也可以先后拖入，或放在文件夹、zip 里",
    tooMany: (files: number) => `里面的文件超过 ${count(files)} 个。`,
    tooManyHint: "请只拖入模型自己的文件夹，或只拖入它的文件。",
    unreadable: "无法读取这个文件夹。",
    nothing: "没有拖入文件。",
  },

  notice: {
    close: "关闭",
    label: "提示",
    partial: (names: string[], missing: string) => `已收到 ${listed(names)}。请再拖入${missing}。`,
    missing: {
      missing_tokenizer: "它的分词器",
      missing_model: "模型本身",
      missing_architecture: "模型结构文件（.json）",
      missing_weights: "模型权重文件",
    },
    kept: "先前加载的模型继续工作。",
  },

  errors: {
    engine: (code: string): string | null => ENGINE_ERRORS[code] ?? null,
    notFetched: (name: string) => `未能取到 ${name}。`,
    notReadable: (name: string) => `无法读取 ${name}。`,
    tooLarge: (name: string, size: number, most: number) =>
      `“${shortened(name)}”太大：共 ${bytes(size)}，而浏览器页面只能容纳 ${bytes(most)}。没有读取其中任何内容。`,
    tooLargeHint:
      '文件的大部分往往是优化器的状态，这里并不需要：请用 model.save("model.h5", include_optimizer=False) 保存模型。',
    notReadableHint: "文件可能已被移动或修改：请重新拖入。",
    reload: "请检查网络连接并重新加载页面，或加载您自己的模型。",
    engineRestarted: "计算引擎停止后已重新启动，您的文本和模型都保持原样。",
    engineStopped: "计算引擎在这段文本上停止了两次。",
    engineStoppedHint: "文本保持原样；改动后会重新读取。",
    engineStoppedOnThis: "计算引擎在这项操作上停止了两次，已重新启动。",
    engineStoppedOnFiles: "计算引擎在读取这些文件时停止了。",
    engineStoppedTwice: "计算引擎停止了，未能重新启动。",
    engineUnavailable: "计算引擎无法在此浏览器中启动。",
    engineUnavailableHint: "它需要 WebAssembly（2023 年以来的浏览器都支持）。请重新加载页面再试。",
  },

  progress: {
    fetching: ({ loaded, total }: Progress) =>
      total > 0 ? `正在获取模型，${bytes(loaded)} / ${bytes(total)}` : "正在获取模型",
    reading: () => "正在读取文件",
    building: () => "正在组装模型",
  },

  copy: {
    done: "已复制",
    empty: "没有得到回应，所以没有复制任何内容。",
    failed: "这里不允许复制：请选中文本后自行复制。",
  },
} satisfies typeof english;
