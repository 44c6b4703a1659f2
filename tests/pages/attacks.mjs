// Opens every page of a folder of sites that are full of hostile words, and fails when anything of them runs:
// a dialog, a script error or a call of a hooked function, a request beyond page and style sheet, a breach of the policy.
//
//   node attacks.mjs FOLDER
import { chromium } from "playwright-core";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const files = fs.readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".html")).sort();
const findings = [];
const profile = fs.mkdtempSync(path.join(os.tmpdir(), "attacks-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"],
});
const page = await context.newPage();
let where = "";
// In place of what attacks call to show that they run; the page itself has no script.
await page.exposeFunction("__ran", (name) => findings.push(`${where}: ${name} was called`));
await page.addInitScript(() => {
  for (const name of ["alert", "confirm", "prompt", "print", "open", "fetch"]) {
    window[name] = () => window.__ran(name);
  }
});
page.on("dialog", async (dialog) => {
  findings.push(`${where}: a dialog: ${dialog.message()}`);
  await dialog.dismiss();
});
page.on("pageerror", (error) => findings.push(`${where}: a script failed, so one ran: ${error.message}`));
page.on("console", (message) => {
  if (/Content Security Policy/.test(message.text())) findings.push(`${where}: ${message.text()}`);
});
page.on("request", (request) => {
  const url = request.url();
  if (!url.startsWith("file:") || !(url.endsWith(".html") || url.endsWith("assets/style.css"))) findings.push(`${where}: asked for ${url}`);
});
for (const file of files) {
  where = file;
  const url = pathToFileURL(path.resolve(folder, file)).href;
  await page.goto(url);
  // What waits for a reader to touch it.
  await page.evaluate(() => {
    for (const element of document.querySelectorAll("body *")) {
      for (const kind of ["mouseover", "focus", "pointerenter", "animationend", "toggle"]) element.dispatchEvent(new Event(kind));
    }
  });
  if (page.url().split("#")[0] !== url) findings.push(`${where}: led away to ${page.url()}`);
  const theirs = await page.evaluate(() => document.querySelectorAll("script, iframe, object, embed, img, form, base, style").length);
  if (theirs > 0) findings.push(`${where}: ${theirs} elements that no template has`);
}
await context.close();
fs.rmSync(profile, { recursive: true, force: true });
for (const finding of new Set(findings)) console.log(finding);
console.log(`${files.length} pages of hostile words, ${new Set(findings).size} findings`);
process.exit(findings.length ? 1 : 0);
