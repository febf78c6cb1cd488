// Drives the built page, served from a sub-path to show that it asks nothing of
// where it stands. `make test-browser` names the browser in CHROMIUM.
import { defineConfig, devices } from "@playwright/test";

const base = "/some/sub/path/";
const asRoot = process.getuid?.() === 0;

// The server takes any free port; Playwright reads it off its first line and
// hands it to its workers in this variable.
const port = process.env.WORDLIGHT_PORT ?? "0";

export default defineConfig({
  testDir: ".",
  outputDir: "results",
  forbidOnly: process.env.CI === "true",
  fullyParallel: true,
  workers: 2,
  // Generous, because nothing is timed here: a slow machine is no failure.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    baseURL: `http://localhost:${port}${base}`,
    // Tests stand between the page and the network, where a service worker would stand.
    serviceWorkers: "block",
    // Recording costs each test; TRACE=1 where a failure is looked into.
    trace: process.env.TRACE === "1" ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        ...(asRoot ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [{ name: "chromium", use: { ...devices["Desktop Chrome"] } }],
  webServer: {
    command: `node ../../www/scripts/static-server.mjs ../../dist --port 0 --base ${base}`,
    wait: { stdout: /http:\/\/localhost:(?<wordlight_port>\d+)\// },
    timeout: 15_000,
  },
});
