// Opens every page of a folder of sites that are full of hostile words, and fails when anything of them runs:
// a dialog, a script error or a call of a hooked function, a request beyond page and style sheet, a breach of the policy.
//
//   node attacks.mjs FOLDER
//
// Words by the dozen stand on each page, and each page is opened twice, by four tabs at once: as it is, and, since a
// policy can hide what got through, without its policy.
import { chromium } from "playwright-core";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const TABS = 4;
const folder = process.argv[2];
const files = fs.readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".html")).sort();
const findings = new Set();
const events = ["mouseover", "focus", "pointerenter", "animationend", "toggle", "load", "error", "click"];
const theirs = "script, iframe, object, embed, img, image, form, input, button, base, style, video, audio, source, template, math, marquee";
let words = 0;

async function tab(context, next) {
  const page = await context.newPage();
  let where = "";
  const found = (what) => findings.add(`${where}: ${what}`);
  // In place of what attacks call to show that they run; the page itself has no script.
  await page.exposeFunction("__ran", (name) => found(`${name} was called`));
  await page.addInitScript(() => {
    for (const name of ["alert", "confirm", "prompt", "print", "open", "fetch"]) {
      window[name] = () => window.__ran(name);
    }
  });
  page.on("dialog", async (dialog) => {
    found(`a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("pageerror", (error) => found(`a script failed, so one ran: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) found(message.text());
  });
  page.on("popup", (popup) => found(`a window opened: ${popup.url()}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith("file:") || !(url.endsWith(".html") || url.endsWith("assets/style.css"))) found(`asked for ${url}`);
  });
  for (let file = next(); file !== undefined; file = next()) {
    where = file;
    const url = pathToFileURL(path.resolve(folder, file)).href;
    await page.goto(url);
    // What waits for a reader to touch it. A click would lead away on a link, so it does not do what it does.
    const seen = await page.evaluate(
      ([kinds, theirs]) => {
        addEventListener("click", (event) => event.preventDefault(), true);
        for (const element of document.querySelectorAll("body *")) {
          for (const kind of kinds) element.dispatchEvent(new Event(kind, { bubbles: true, cancelable: true }));
        }
        const handlers = [...document.querySelectorAll("*")].filter((element) =>
          [...element.attributes].some((one) => /^on/i.test(one.name) || /^\s*(javascript|vbscript|data):/i.test(one.value)));
        return { strange: document.querySelectorAll(theirs).length + handlers.length, cited: document.querySelectorAll("[data-q], h3 a").length };
      },
      [events, theirs],
    );
    words += seen.cited;
    if (page.url().split("#")[0] !== url) found(`led away to ${page.url()}`);
    if (seen.strange > 0) found(`${seen.strange} elements that no template has`);
  }
}

for (const bypassCSP of [false, true]) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "attacks-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    bypassCSP,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"],
  });
  const queue = [...files];
  await Promise.all(Array.from({ length: TABS }, () => tab(context, () => queue.shift())));
  await context.close();
  fs.rmSync(profile, { recursive: true, force: true });
}
for (const finding of findings) console.log(finding);
console.log(`${files.length} pages of hostile words, ${words / 2} places with them, opened with and without the policy: ${findings.size} findings`);
process.exit(findings.size || files.length === 0 ? 1 : 0);
