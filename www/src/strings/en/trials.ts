/** Leaving words out and replacing them. */
import { shortened } from "../../format";

export const trials = {
  trials: {
    group: (word: string) => `Try without “${shortened(word)}”`,
    leaveOut: "Leave out",
    replace: "Replace…",
    putBack: "Put back",
    putBackWord: (word: string) => `Put “${shortened(word)}” back`,
    putAllBack: "Put all back",
    replacement: (word: string) => `Word in place of “${shortened(word)}”`,
    placeholder: (word: string) => `instead of “${shortened(word)}”`,
    set: "Replace",
    cancel: "Cancel",
    without: "What the model makes of the rest",
    changed: "What the change brings",
    had: (value: string) => `had ${value}`,
    before: "before",
    now: "now",
    points: "points",
    difference: "difference",
    gains: "Where the attention went",
    noGains: "No other word gained attention.",
    spoken: (label: string, before: string, now: string, difference: string) =>
      `${label}: before ${before}, now ${now}, difference ${difference}.`,
  },
};
