/** How the page is taken along, without a network, and how it is renewed. */
export const anywhere = {
  anywhere: {
    take: "It also comes as one file, which opens without a network:",
    oneFile:
      "This page is one file and needs no network. It holds the model of film reviews; the other models of the site " +
      "are not in it. To use another model, drop its files here.",
    update: {
      isThere: "There is a new version of this page.",
      use: "Reload with it",
      later: "Later",
    },
  },
};
