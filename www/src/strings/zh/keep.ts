/** What is kept, shared and gone back to. */
import { bytes, count, listed, moment, shortened, time } from "../../format";
import type { keep as english } from "../en/keep";

export const keep = {
  keep: {
    refused: "此浏览器不允许页面保存任何内容：重新加载后，文本和设置都会消失。",
    full: "浏览器的存储空间已满：重新加载后，您最近的选择会丢失。",
    fullText: "浏览器的存储空间已满，未能保存这段文本：重新加载后会恢复先前保存的文本。",
    fullRest: "等待读取的文本太多，无法保存：重新加载后只剩文本框里的部分。",
    title: "保存在这台设备上的内容",
    what:
      "为了重新加载时不丢失内容，浏览器会保存文本框里的文本及其等待读取的部分、显示方式、打开的标签、语言以及所选的模型。" +
      "这些只存在于此浏览器中，不会发送到任何地方。",
    forget: "全部清除",
    removes:
      "这会清除已保存的文本和设置、已保存的您自己的模型、已下载的页面自带模型，以及本次会话的文本列表。" +
      "屏幕上的内容会保留到您离开为止；页面本身会保留，以便离线使用。",
    sure: "确定全部清除吗？",
    yes: "是，全部清除",
    no: "不，保留",
    done: "已全部清除。",
    failed: "未能全部清除：此浏览器不允许，或另一个标签页正在使用本页面。请关闭其他标签页后再试。",
  },

  link: {
    title: "链接",
    what: "打开链接即可看到同样的模型、视图和语言。",
    withText: "包含文本",
    warning:
      "文本将写在链接里：拿到链接的人都能读到，它也会留在浏览器的历史记录和转发程序的日志中。",
    notSent: "这些内容都在网址的 # 之后，浏览器不会把它发送出去：任何服务器都收不到。",
    copy: "复制链接",
    tooLong: (length: number, most: number) =>
      `加上这段文本，链接将有 ${count(length)} 个字符。许多程序会截断超过 ${count(most)} 个字符的链接，请单独发送文本。`,
    ownModelStays: "您自己的模型不在链接里：打开链接的人需要有模型文件。",
    ofFile: "这个页面是您设备上的一个文件：链接只能在这台设备上打开，并且包含文件夹的名称。",
    newer: "这个链接由更新版本的页面生成。这里能识别的部分已采用。",
    ownModel:
      "这个链接是用某人自己的模型生成的，链接里放不下模型。把该模型的文件拖到这里，即可看到同样的结果。",
    noModel: (model: string) => `页面没有名为“${shortened(model)}”的模型。`,
    unknown: (names: string[]) => `链接中有未能识别的内容：${listed(names.map(shortened))}。`,
  },

  texts: {
    title: "本次会话的文本",
    none: "改动文本之后，先前的版本会列在这里。",
    what: "保留到您关闭页面为止。点一下即可恢复整段文本：去掉了哪些词不会记录，预测也是整段文本的预测。",
    undo: (text: string) => `撤销：恢复“${shortened(text)}”`,
    undoEmpty: "撤销：恢复为空文本框",
    shown: "正在显示",
    time,
    notRead: "未读取",
    empty: "（没有词）",
  },

  keptModels: {
    title: "您自己的模型",
    none: "还没有保存您自己的模型。",
    unlisted: "无法得知是否保存过模型：此浏览器目前不允许访问其存储空间。",
    what: "拖入的模型在您离开后就会消失，除非在这里保存。",
    keep: (name: string, size: number) =>
      `把“${shortened(name)}”保存在这台设备上（${bytes(size)}）`,
    isKept: (name: string) => `“${shortened(name)}”已保存，下次打开页面时会重新加载。`,
    about: (size: number, at: Date) => `${bytes(size)}，保存于 ${moment(at)}`,
    open: "打开",
    openNamed: (name: string) => `打开 ${name}`,
    remove: "移除",
    removeNamed: (name: string) => `移除 ${name}`,
    shown: "正在使用",
    removed: (name: string) => `“${shortened(name)}”已移除。`,
    full: (size: number) =>
      `空间不足以存放 ${bytes(size)}：浏览器的存储空间已满。模型继续工作，但没有保存。`,
    refused: "此浏览器不允许页面保存模型（例如无痕窗口）。在您离开之前，模型继续工作。",
    unreadable: "模型的某个文件已在磁盘上被移动或修改：请重新拖入模型，再保存。",
    gone: "保存的模型已不存在。",
    unopened: "未能读取保存的模型：此浏览器目前不允许访问其存储空间。",
    broughtDown: (name: string) =>
      `上次打开您保存的模型时页面停止了，所以这次先打开“${name}”。您的模型仍然保存着，可在“分享与保存”中打开。`,
  },
} satisfies typeof english;
