/** The page as a whole: what stands at its edges, what goes wrong, and the text box. */
import type { Progress } from "../../engine/protocol";
import { bytes, count, listed, shortened } from "../../format";

export const page = {
  ownModel: "Use your own Keras model",
  lede:
    "Your model reads along as you type. On the way it weighs the words: the brighter a word, " +
    "the more of its attention it has.",

  language: { title: "Language", notLoaded: (name: string) => `${name} could not be fetched.` },

  text: {
    label: "Text to read",
    description:
      "Words light up with the attention they get. The numbers of the word at the caret are read out.",
    placeholder: "Write or paste a text…",
    unsupported:
      "This browser cannot paint words while you type (it lacks the CSS Custom Highlight API), so nothing is lit. " +
      "The numbers of each word are shown all the same.",
  },

  rest: {
    waits: (room: number, more: number) =>
      `The box holds ${count(room)} characters at a time, so that each key is answered at once. ` +
      `${count(more)} more of your text are waiting: the model has not read them yet.`,
    next: "Read the next part",
    letGo: "Let the rest go",
    notTaken: (room: number, more: number) =>
      `A box holds ${count(room)} characters at a time, so that each key is answered at once: the last ${count(more)} of what you put in were not taken.`,
  },

  examples: { title: "Try one of these", own: "Your own text" },

  about: {
    title: "What am I looking at?",
    paragraphs: [
      "The model has 100 % of attention to give, and shares it out among the words: that is the light. It does so anew for each text.",
      "Inside, it turns each word into a list of numbers and reads them one after the other. Then it must make one " +
        "decision, so it adds the lists up to one, each word’s list multiplied by its share. Where short texts are filled up to a " +
        "fixed length, some of the attention may fall on those empty places, the padding: the page says so.",
      "A share in a sum is not an explanation. By the time a word is weighed it has taken in the words around it, so a bright word may " +
        "stand for its neighbours; it may speak for or against; and two models that decide alike may light different words. " +
        "Change a word and see whether the prediction follows: that says more than the light alone.",
    ],
  },

  privacy: {
    promise:
      "All of it is computed in your browser. What you type or drop here stays on this device: the page asks " +
      "nobody for anything but its own files, and sends nothing.",
    title: "How to see that for yourself",
    site: [
      "Open the browser’s developer tools (F12), choose Network and reload. Then type, drop a model, export. Each line is a file " +
        "of this page; none holds what you wrote, and while you type there is no new one.",
      "Switch the network off after the first visit: everything goes on, your own models too.",
      "The page’s source begins with a line Content-Security-Policy. With connect-src 'self' in it the browser stops every " +
        "request to somebody else, whatever the code tries, and that of the worker which reads your files likewise.",
      "What the host of this page learns is what any host learns: that these files were fetched, and from which address.",
    ],
    oneFile: [
      "Switch the network off: everything goes on. Or open the browser’s developer tools (F12), choose Network and reload: each line is " +
        "this file, or something that is in it (blob:, data:).",
      "The page’s source begins with a line Content-Security-Policy. With default-src 'none' in it the browser stops every " +
        "request, whatever the code tries, and that of the worker which reads your files likewise.",
    ],
  },

  drop: {
    invitation: "Drop the model’s files",
    what: "A Keras model and its tokenizer, together, one after the other, in a folder or a zip",
    tooMany: (files: number) => `There are more than ${count(files)} files in it.`,
    tooManyHint: "Drop the model’s own folder, or only its files.",
    unreadable: "The folder could not be read.",
    nothing: "No file was dropped.",
  },

  notice: {
    close: "Close",
    label: "Notice",
    partial: (names: string[], missing: string) => `Got ${listed(names)}. Now drop ${missing}.`,
    missing: {
      missing_tokenizer: "its tokenizer too",
      missing_model: "the model itself too",
      missing_architecture: "the model’s architecture (.json) too",
      missing_weights: "the model’s weights too",
    },
    kept: "The model that was loaded before goes on working.",
  },

  errors: {
    /** What is said before the engine's own sentence, which is in English. */
    engine: (_code: string): string | null => null,
    notFetched: (name: string) => `${name} could not be fetched.`,
    notReadable: (name: string) => `${name} could not be read.`,
    notReadableHint: "It may have been moved or changed meanwhile: drop it again.",
    tooLarge: (name: string, size: number, most: number) =>
      `“${shortened(name)}” is too large: there are ${bytes(size)}, and a page in a browser has room for ${bytes(most)}. Nothing of it was read.`,
    tooLargeHint:
      "Often most of a file is the optimizer’s state, which is not needed here: save the model with " +
      'model.save("model.h5", include_optimizer=False).',
    reload: "Check the connection and reload the page, or load a model of your own.",
    engineRestarted:
      "The engine stopped and was started again; your text and the model are as they were.",
    engineStopped: "The engine stopped on this text twice.",
    engineStoppedHint: "The text stays as it is. Change it, and it is read again.",
    engineStoppedOnThis: "The engine stopped on this twice and was started again.",
    engineStoppedOnFiles: "The engine stopped while it read these files.",
    engineStoppedTwice: "The engine stopped and could not be started again.",
    engineUnavailable: "The engine could not be started in this browser.",
    engineUnavailableHint:
      "It needs WebAssembly, as browsers since 2023 have it. Reload the page to try again.",
  },

  progress: {
    fetching: ({ loaded, total }: Progress) =>
      total > 0 ? `Fetching the model, ${bytes(loaded)} of ${bytes(total)}` : "Fetching the model",
    reading: () => "Reading the files",
    building: () => "Putting the model together",
  } satisfies Record<Progress["what"], (progress: Progress) => string>,

  copy: {
    done: "Copied",
    empty: "There was no answer, so nothing was copied.",
    failed: "Copying is not allowed here: select the text and copy it.",
  },
};
