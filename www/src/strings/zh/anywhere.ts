/** How the page is taken along, without a network, and how it is renewed. */
import type { anywhere as english } from "../en/anywhere";

export const anywhere = {
  anywhere: {
    take: "整个页面也可以存成一个文件，不联网也能打开：",
    oneFile:
      "整个页面就是这一个文件，不需要联网。文件里带有影评模型，不含网站上的其他模型；要用别的模型，把它的文件拖到这里即可。",
    update: { isThere: "这个页面有新版本了。", use: "重新加载并使用", later: "以后再说" },
  },
} satisfies typeof english;
