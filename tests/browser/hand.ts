/** A hand at the page's text box: keys, the clipboard, undo, an input method, the mouse; at random. */
import type { CDPSession, Page } from "@playwright/test";

const WORDS =
  "a good bad film story never wonderful boring not the end awful nice zxqj 12 don't".split(" ");
const AWKWARD = [
  "é",
  "😀",
  "👩‍👧",
  "e\u0301",
  "日本語",
  "مرحبا",
  "שלום",
  "…",
  "! ",
  "? ",
  ". ",
  "’",
  "\t",
  "İ",
];
/** What an input method shows on the way, and what it leaves. */
const COMPOSED: [string[], string][] = [
  [["n", "ni", "ni h", "ni hao"], "你好"],
  [["に", "にほ", "にほん"], "日本"],
  [["ㅎ", "하"], "한"],
  [["w", "wo", "won"], "wonderful"],
];

/** Pseudo-random numbers (SplitMix32), the same at every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) % Math.max(below, 1);
  };
}

type Act = readonly [name: string, times: number, act: () => Promise<unknown>];

export class Hand {
  readonly #page: Page;
  readonly #cdp: CDPSession;
  readonly #random: (below: number) => number;
  readonly #longest: number;
  readonly #acts: string[];
  readonly #by: Map<string, () => Promise<unknown>>;

  private constructor(page: Page, cdp: CDPSession, seed: number, longest: number) {
    this.#page = page;
    this.#cdp = cdp;
    this.#random = randomFrom(seed);
    this.#longest = longest;
    const press = (key: string) => () => page.keyboard.press(key);
    const acts: Act[] = [
      ["types a word", 6, () => page.keyboard.type(`${this.#one(WORDS)} `)],
      ["types something awkward", 3, () => page.keyboard.insertText(this.#one(AWKWARD))],
      ["presses Enter", 1, press("Enter")],
      ["presses Backspace", 3, press("Backspace")],
      ["presses Delete", 2, press("Delete")],
      ["deletes a word", 2, press("ControlOrMeta+Backspace")],
      ["goes elsewhere", 4, () => this.#goElsewhere()],
      ["selects", 3, () => this.#select()],
      ["cuts", 1, press("ControlOrMeta+x")],
      ["copies", 1, press("ControlOrMeta+c")],
      ["pastes", 2, press("ControlOrMeta+v")],
      ["pastes from elsewhere", 1, () => this.#pasteWords()],
      ["undoes", 3, press("ControlOrMeta+z")],
      ["does again", 2, press("ControlOrMeta+Shift+z")],
      ["composes", 3, () => this.#compose()],
      ["drags", 1, () => this.#drag()],
    ];
    this.#acts = acts.flatMap(([name, times]) => Array.from({ length: times }, () => name));
    this.#by = new Map(acts.map(([name, , act]) => [name, act]));
  }

  /** `longest`: a text that has more letters is cut before anything else. */
  static async at(page: Page, seed: number, longest: number): Promise<Hand> {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    return new Hand(page, await page.context().newCDPSession(page), seed, longest);
  }

  /** What was done. */
  async step(): Promise<string> {
    const length = await this.#page.evaluate(() => {
      const box = document.querySelector("#text") as HTMLElement;
      if (document.activeElement !== box) box.focus();
      return box.textContent?.length ?? 0;
    });
    if (length > this.#longest) {
      await this.#setSelection(this.#random(length - 200), 200 + length - this.#longest);
      await this.#page.keyboard.press("Delete");
      return "deletes much";
    }
    const name = this.#one(this.#acts);
    await this.#by.get(name)?.();
    return name;
  }

  #one<T>(of: readonly T[]): T {
    return of[this.#random(of.length)] as T;
  }

  async #goElsewhere(): Promise<void> {
    const keys = [
      "Home",
      "End",
      "ArrowLeft",
      "ArrowUp",
      "ArrowDown",
      "Control+ArrowLeft",
      "Control+Home",
    ];
    if (this.#random(2) === 0) await this.#page.keyboard.press(this.#one(keys));
    else await this.#setSelection(this.#random(100_000), 0);
  }

  async #select(): Promise<void> {
    if (this.#random(2) === 0) await this.#page.keyboard.press("Control+Shift+ArrowLeft");
    else await this.#setSelection(this.#random(100_000), this.#random(30));
  }

  /** Moved to where browsers let a caret stand: between letters. */
  #setSelection(at: number, length: number): Promise<void> {
    return this.#page.evaluate(
      ([from, count]) => {
        const box = document.querySelector("#text") as HTMLElement;
        const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
        const nodes: Text[] = [];
        while (walker.nextNode()) nodes.push(walker.currentNode as Text);
        const node = nodes[from % Math.max(nodes.length, 1)];
        const selection = getSelection();
        if (node === undefined || selection === null) return;
        selection.collapse(node, from % (node.data.length + 1));
        selection.modify("move", "forward", "character");
        if (count > 40)
          selection.extend(
            node,
            Math.min(node.data.length, (from % (node.data.length + 1)) + count),
          );
        else
          for (let letter = 0; letter < count; letter++)
            selection.modify("extend", "forward", "character");
      },
      [at, length] as const,
    );
  }

  async #pasteWords(): Promise<void> {
    const words = Array.from({ length: 1 + this.#random(20) }, () => this.#one(WORDS));
    const text = words.join(this.#one([" ", ", ", "\n", ". "]));
    await this.#page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.#page.keyboard.press("ControlOrMeta+v");
  }

  async #compose(): Promise<void> {
    const [shown, left] = this.#one(COMPOSED);
    for (const text of shown) {
      const end = { selectionStart: text.length, selectionEnd: text.length };
      await this.#cdp.send("Input.imeSetComposition", { text, ...end });
      await this.#page.waitForTimeout(this.#random(30));
    }
    // Given up, now and then.
    if (this.#random(4) === 0) {
      await this.#cdp.send("Input.imeSetComposition", {
        text: "",
        selectionStart: 0,
        selectionEnd: 0,
      });
      await this.#cdp.send("Input.insertText", { text: "" });
    } else await this.#cdp.send("Input.insertText", { text: left });
  }

  /** A word to somewhere else, with the mouse. */
  async #drag(): Promise<void> {
    await this.#page.keyboard.press("Control+Shift+ArrowLeft");
    const places = await this.#page.evaluate(() => {
      const box = (document.querySelector("#text") as HTMLElement).getBoundingClientRect();
      const word = getSelection()?.getRangeAt(0).getBoundingClientRect();
      return word === undefined ? null : { box: box.toJSON(), word: word.toJSON() };
    });
    if (places === null || places.word.width < 4) return;
    const { box, word } = places;
    const { mouse } = this.#page;
    await mouse.move(word.x + word.width / 2, word.y + word.height / 2);
    await mouse.down();
    await mouse.move(box.x + 40, box.y + 20, { steps: 4 });
    await mouse.move(box.x + 60, box.y + 24);
    await mouse.up();
  }
}
