/** The row of tabs below the text. */
import type { panels as english } from "../en/panels";

export const panels = {
  panels: {
    words: "词",
    matrix: "矩阵",
    sentences: "句子",
    model: "模型与权重",
    steps: "逐步计算",
    compare: "对比",
    export: "导出",
    keep: "分享与保存",
  },

  panelRow: {
    label: "视图",
    loading: "请稍候……",
    failed: "未能取到这个视图。请检查网络连接，然后再点一次标签，或重新加载页面。",
  },
} satisfies typeof english;
