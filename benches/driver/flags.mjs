/** How Chromium is started for every measurement: without a GPU, and asking nothing of the network by itself. */
export const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
