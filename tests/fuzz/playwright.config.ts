// No page and no browser: functions alone, which Playwright compiles. A plain object, as its package is not to be found
// from here.
export default {
  testDir: "../browser",
  testMatch: "neat-vision-mutations.spec.ts",
  outputDir: "../../target/fuzz/results",
  timeout: 0,
  reporter: [["list"]],
};
