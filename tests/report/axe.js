// Look at finished pages with axe-core in headless Chromium: node axe.js MODULES CHROMIUM PAGE…
"use strict";
const [modules, chromium, ...pages] = process.argv.slice(2);
const { pathToFileURL } = require("node:url");
const puppeteer = require(require.resolve("puppeteer-core", { paths: [modules] }));
const source = require("node:fs").readFileSync(require.resolve("axe-core/axe.min.js", { paths: [modules] }), "utf8");

async function look(browser, path) {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => {
    if (!/^(data|file):/.test(request.url())) asked.push(request.url());
  });
  await page.setBypassCSP(true);
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(pathToFileURL(path).href);
  await page.evaluate(source);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  const dark = await page.evaluate(() => axe.run(document, { runOnly: ["color-contrast"], resultTypes: ["violations"] }));
  await page.setViewport({ width: 320, height: 800 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.close();
  const violations = [...found.violations, ...dark.violations].map((each) => `${each.id} (${each.nodes.length}): ${each.nodes[0].html.slice(0, 160)}`);
  return { path, violations, passes: found.passes.length, width, requests: asked };
}

(async () => {
  const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"], protocolTimeout: 600000 });
  const results = [];
  for (const path of pages) results.push(await look(browser, path));
  await browser.close();
  process.stdout.write(JSON.stringify(results));
})();
