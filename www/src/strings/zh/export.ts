/** Taking the picture and the numbers along; texts whose weights come from a file. */
import { bytes, count, percent, shortened } from "../../format";
import type { exporting as english } from "../en/export";

export const exporting = {
  exporting: {
    picture: "图片",
    size: "用于",
    sizes: { column: "论文单栏", full: "整页宽度", slide: "幻灯片" },
    ground: "背景",
    grounds: { screen: "与屏幕一致", light: "白色", dark: "深色" },
    withLegend: "附颜色说明",
    withPrediction: "附预测结果",
    preview: "预览",
    tooLongToPreview: (words: number) =>
      `文本有 ${count(words)} 个词，太长，不作预览；导出的文件是完整的。`,
    doesNotFit: "文字太多，即使用远处还看得清的最小字号也放不进一张幻灯片：图片高于 16 : 9。",
    download: "下载",
    copy: { svg: "复制 SVG", html: "复制 HTML", latex: "复制 LaTeX" },
    latexDocument: "LaTeX 完整文档",
    latexFragment: "LaTeX 片段（用于 \\input）",
    latexNeeds: {
      any: "LaTeX：pdfLaTeX、XeLaTeX、LuaLaTeX 均可编译。",
      unicode: "LaTeX：文本含 pdfLaTeX 没有的字母，请用 XeLaTeX 编译，文件开头已注明。",
      cjk: "LaTeX：请用 XeLaTeX 和 xeCJK 编译，文件开头已注明。",
    },
    pictureRemark:
      "每种文件都与屏幕所见一致：同样的标度、颜色和标记。SVG、PDF、HTML 和 LaTeX 中的文字仍是文字。",
    numbers: "数据",
    json: "每个词的全部数值，保留完整精度",
    csv: "每个词一行，可用电子表格或 pandas 打开；以 = + - @ 开头的文字前会加一个撇号，以免被电子表格当作公式执行",
    neatVision: "可在 neat-vision 中打开，也可在这里打开。真实类别未知，以预测的类别代替",
    labels: "neat-vision 的标签文件",
    labelsRemark: "类别名称，neat-vision 从另一个文件读取",
    nothing: "没有可导出的文本：请先写点什么。",
    noReading: "模型还没有读完这段文本。",
    making: "正在生成文件。",
    saved: (name: string, size: number) => `${name} 已交给浏览器下载，${bytes(size)}。`,
    drawn: (words: number) =>
      `有 ${count(words)} 个词含 PDF 标准字体没有的字符：它们以图像绘出，并附有可复制的文字。`,
    pages: (pages: number) => `共 ${count(pages)} 页，因为单页不能超过 200 英寸。`,
    tooLarge: "图片太高，浏览器无法生成 PNG。请改用更宽的尺寸，或导出 PDF、SVG。",
    noPdf: "生成 PDF 的部分在首次使用时才获取，而现在没有网络。SVG 和 PNG 可以直接下载。",
    failed: (why: string) => `未能完成：${why}`,
    caption: (model: string, scale: string) => `${model} · 全色表示${scale} · wordlight`,
    captionOfFile: (file: string, scale: string) =>
      `权重来自 ${file} · 全色表示${scale} · wordlight`,
    description: (words: number, strongest: string) =>
      `一段 ${count(words)} 个词的文本，按注意力着色。最亮的词：${strongest}。`,
    brightWord: (word: string, value: string) => `“${shortened(word)}” ${value}`,
    value: (share: number) => percent(share),
    sentences: (longest: number) =>
      `横条表示各句，长度即该句所占的注意力；最长的占 ${percent(longest)}。`,
  },
} satisfies typeof english;
