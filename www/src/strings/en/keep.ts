/** What is kept, shared and gone back to. */
import { bytes, count, listed, moment, shortened, time } from "../../format";

export const keep = {
  keep: {
    refused:
      "This browser does not let the page keep anything: text and settings will be gone after a reload.",
    full: "The browser’s storage is full: your last choices will be gone after a reload.",
    fullText:
      "This text could not be kept, because the browser’s storage is full: after a reload the one that was kept before is back.",
    fullRest:
      "What waits of your text is too much to be kept: after a reload only the part in the box is here.",
    title: "What is kept on this device",
    what:
      "So that a reload loses nothing, your browser keeps the text in the box with what waits of it, how it is shown, the open tab, the language " +
      "and which model was chosen. Only this browser has them: nothing is sent anywhere.",
    forget: "Forget everything",
    removes:
      "This removes the kept text and settings, the models of your own that are kept, the downloaded copies of the page’s models, " +
      "and the list of this session’s texts. What is on the screen stays until you leave, and the page itself stays for use without a network.",
    sure: "Forget all of it?",
    yes: "Yes, forget everything",
    no: "No, keep it",
    done: "All of it is forgotten.",
    failed:
      "Not everything could be removed: this browser refuses, or another tab of this page is at work. Close the other tabs and try again.",
  },

  link: {
    title: "Link",
    what: "Opens the page with this model, this view and this language.",
    withText: "With the text",
    warning:
      "The text will then stand in the link itself: readable for all who get it, and kept in the histories of browsers " +
      "and in the logs of the programs that pass it on.",
    notSent:
      "All of it stands behind the # of the address, which browsers keep to themselves: no server gets it.",
    copy: "Copy link",
    tooLong: (length: number, most: number) =>
      `With this text the link would have ${count(length)} characters. Many programs cut links of more than ${count(most)}, so send the text by itself.`,
    ownModelStays: "Your own model is not in the link: whoever opens it needs the files.",
    ofFile:
      "This page is a file on your device: the link opens it on this device only, and names its folder.",
    newer:
      "This link was made by a newer version of the page. What this version knows was taken from it.",
    ownModel:
      "This link was made with somebody’s own model, which no link can hold. Drop the model’s files here to see the same.",
    noModel: (model: string) => `The page has no model “${shortened(model)}”.`,
    unknown: (names: string[]) => `Not understood in the link: ${listed(names.map(shortened))}.`,
  },

  texts: {
    title: "Texts of this session",
    none: "Once you have changed the text, its earlier versions stand here.",
    what:
      "Until you close the page. A press brings a text back, whole: which words were left out is not noted, " +
      "and the prediction is that of the whole text.",
    undo: (text: string) => `Undo: back to “${shortened(text)}”`,
    undoEmpty: "Undo: back to the empty box",
    shown: "shown now",
    time,
    notRead: "not read",
    empty: "(no words)",
  },

  keptModels: {
    title: "Your own models",
    none: "No model of your own is kept.",
    unlisted: "Whether any is kept cannot be told: this browser refuses its storage at present.",
    what: "A model that you drop is gone when you leave, unless you keep it here.",
    keep: (name: string, size: number) =>
      `Keep “${shortened(name)}” on this device (${bytes(size)})`,
    isKept: (name: string) => `“${shortened(name)}” is kept and opens again with the page.`,
    about: (size: number, at: Date) => `${bytes(size)}, kept ${moment(at)}`,
    open: "Open",
    openNamed: (name: string) => `Open ${name}`,
    remove: "Remove",
    removeNamed: (name: string) => `Remove ${name}`,
    shown: "at work now",
    removed: (name: string) => `“${shortened(name)}” is removed.`,
    full: (size: number) =>
      `There is not enough room for ${bytes(size)}: the browser’s storage is full. The model goes on working, but is not kept.`,
    refused:
      "This browser does not let the page keep models, as in a private window. The model goes on working until you leave.",
    unreadable:
      "A file of the model was moved or changed on the disk meanwhile: drop the model again, then keep it.",
    gone: "The kept model is no longer there.",
    unopened: "The kept model could not be read: this browser refuses its storage at present.",
    broughtDown: (name: string) =>
      `The page stopped while it opened your kept model, so it began with “${name}” this time. Your model is still kept: “Share and keep” opens it.`,
  },
};
