/** What <wordlight-text> says on somebody else's page. It carries no other strings. */
import { count, listed, percent } from "../../format";

export const element = {
  label: "Text, lit by a model’s attention",
  loading: "The model is on its way…",
  notFetched: (address: string) => `${address} could not be fetched.`,
  notFetchedHint:
    "The address may be wrong, or its host may not allow other sites to read it (CORS).",
  engineStopped: "The engine stopped on this text.",
  engineUnavailable: "The engine could not be started here.",
  unsupported: "This browser cannot light words (it lacks the CSS Custom Highlight API).",
  left: (most: number, left: number) =>
    `The text is shown as far as ${count(most)} characters reach: ${count(left)} more are not.`,
  prediction: (label: string, probability: string) => `${label} ${probability}`,
  word: (word: string, share: number) => `${word}: ${percent(share)} of the attention`,
  unseen: (word: string) => `${word}: not seen by the model`,
  strongest: (words: [word: string, share: number][]) =>
    `Most attention: ${listed(words.map(([word, share]) => `${word} ${percent(share)}`))}.`,
};
