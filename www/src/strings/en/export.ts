/** Taking the picture and the numbers along; texts whose weights come from a file. */
import { bytes, count, percent, shortened } from "../../format";

export const exporting = {
  exporting: {
    picture: "Picture",
    size: "For",
    sizes: { column: "a column of a paper", full: "a whole page", slide: "a slide" },
    ground: "Background",
    grounds: { screen: "as on the screen", light: "white", dark: "dark" },
    withLegend: "with what the colours mean",
    withPrediction: "with the prediction",
    preview: "Preview",
    tooLongToPreview: (words: number) =>
      `A text of ${count(words)} words is too long for a preview. The files hold all of it.`,
    doesNotFit:
      "So much text does not fit a slide, even in the smallest type that can be read from afar: the picture is higher than 16 : 9.",
    download: "Download",
    copy: { svg: "Copy SVG", html: "Copy HTML", latex: "Copy LaTeX" },
    latexDocument: "LaTeX, a document",
    latexFragment: "LaTeX, to \\input",
    latexNeeds: {
      any: "LaTeX: for pdfLaTeX, XeLaTeX or LuaLaTeX.",
      unicode:
        "LaTeX: this text has letters that pdfLaTeX lacks; the file is for XeLaTeX and says so.",
      cjk: "LaTeX: for XeLaTeX with xeCJK, as the file says.",
    },
    pictureRemark:
      "Every file shows what the screen shows: the same scale, colours and marks. In SVG, PDF, HTML and LaTeX the text is text.",
    numbers: "Numbers",
    json: "everything about each token, at full precision",
    csv: "one row a token, for spreadsheets and pandas; a text that begins with = + - or @ gets an apostrophe before it, so that no spreadsheet runs it",
    neatVision:
      "opens in neat-vision, and here. The true class is not known: the predicted one stands for it",
    labels: "Labels for neat-vision",
    labelsRemark: "the names of the classes, which neat-vision reads from a second file",
    nothing: "There is no text to export: write something first.",
    noReading: "The text has not been read yet.",
    making: "The file is being made.",
    saved: (name: string, size: number) => `${name} was handed to the browser, ${bytes(size)}.`,
    drawn: (words: number) =>
      words === 1
        ? "One word has letters that PDF’s standard fonts lack: it is drawn as an image that carries its text."
        : `${count(words)} words have letters that PDF’s standard fonts lack: they are drawn as images that carry their text.`,
    pages: (pages: number) =>
      `It has ${count(pages)} pages, because none may be longer than 200 inches.`,
    tooLarge:
      "The picture is too high for a browser to make a PNG of. A wider size, a PDF or an SVG can hold it.",
    noPdf:
      "what writes PDF is fetched when it is first asked for, and there is no network now. SVG and PNG are here.",
    failed: (why: string) => `That did not work: ${why}`,
    caption: (model: string, scale: string) => `${model} · full colour is ${scale} · wordlight`,
    captionOfFile: (file: string, scale: string) =>
      `weights of ${file} · full colour is ${scale} · wordlight`,
    description: (words: number, strongest: string) =>
      `A text of ${count(words)} words, lit by attention. Brightest: ${strongest}.`,
    brightWord: (word: string, value: string) => `“${shortened(word)}” ${value}`,
    value: (share: number) => percent(share),
    sentences: (longest: number) =>
      `The bars are the sentences, each as long as its share of the attention; the longest has ${percent(longest)}.`,
  },
};
