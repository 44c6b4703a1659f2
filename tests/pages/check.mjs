// Opens every page of a folder of rendered output in Chromium and checks what a reader would
// notice: accessibility (axe), valid HTML, no sideways scroll, nothing blocked by the content
// security policy, no request but for the page and its style sheet, contrast, and the paper a
// digest takes. The JSON Feed beside them is held against the JSON Schema of its format.
//
//   npm install && node check.mjs FOLDER [--shots FOLDER] [--pages index.html,archive.html] [--newest]
//
// FOLDER is one site, or a folder of sites; `cargo test --test it render` writes a few under
// target/tmp/pages. With --newest dated pages are left out, since the front page is the newest of them.
// Exit 1 and one line a finding when something is wrong.
import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { HtmlValidate } from "html-validate";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [320, 390, 1280];
const LEAST_CONTRAST = 6;
// A digest of ten stories fits on three sheets of A4.
const SHEETS = { stories: 10, sheets: 3 };

const args = process.argv.slice(2);
const option = (name) => {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args.splice(at, 2)[1];
};
const shots = option("--shots");
const only = option("--pages")?.split(",");
const newest = args.includes("--newest") && args.splice(args.indexOf("--newest"), 1).length > 0;
const folder = args[0];
if (!folder) {
  console.error("usage: node check.mjs FOLDER [--shots FOLDER] [--pages index.html,archive.html] [--newest]");
  process.exit(2);
}

const sites = fs.existsSync(path.join(folder, "index.html"))
  ? [folder]
  : fs.readdirSync(folder).map((name) => path.join(folder, name)).filter((site) => fs.existsSync(path.join(site, "index.html")));
if (sites.length === 0) {
  console.error(`${folder} holds no site`);
  process.exit(2);
}

// The front page, the first edition, archive, health, and of the many stories the heaviest two
// and the lightest.
function pagesOf(site) {
  if (only) return only;
  const all = fs.readdirSync(site, { recursive: true }).filter((file) => file.endsWith(".html")).sort();
  const weight = (file) => fs.statSync(path.join(site, file)).size;
  const stories = all.filter((file) => file.startsWith("story/")).sort((a, b) => weight(b) - weight(a));
  const picked = new Set([...stories.slice(0, 2), ...stories.slice(-1)]);
  return all.filter((file) => (!file.startsWith("story/") || picked.has(file)) && !(newest && /^\d{4}\//.test(file)));
}

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // White space at the end of a line is what a template leaves where it had nothing to say.
    "no-trailing-whitespace": "off",
    // It counts `&#39;` as five characters; what the reader sees is measured below.
    "long-title": "off",
  },
});

const require = createRequire(import.meta.url);
const ajv = new Ajv({ allErrors: true, strict: false });
formats(ajv);
const isJsonFeed = ajv.compile(require("jsonfeed-schema/v1.1"));

const findings = [];
const report = (where, what) => findings.push(`${where}: ${what}`);
const profile = fs.mkdtempSync(path.join(os.tmpdir(), "pages-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  // The policy must hold while we look, so scripts come in through the debugger only.
  bypassCSP: false,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});
const page = await context.newPage();
let requests = [];
let complaints = [];
page.on("request", (request) => requests.push(request.url()));
page.on("console", (message) => {
  if (["error", "warning"].includes(message.type())) complaints.push(message.text());
});
page.on("dialog", async (dialog) => {
  complaints.push(`a dialog: ${dialog.message()}`);
  await dialog.dismiss();
});

// In the page: contrast of every text with what is behind it (WCAG 2.2, relative luminance).
function contrasts(least) {
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const luminance = ({ r, g, b }) => {
    const part = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.a > 0) return colour;
    }
    return { r: 255, g: 255, b: 255 };
  };
  const low = new Set();
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const style = getComputedStyle(element);
    const ink = parse(element.closest("svg") ? style.fill : style.color);
    const [a, b] = [luminance(ink), luminance(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < least) low.add(`${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} ${ratio.toFixed(2)}`);
  }
  return [...low];
}

// In the page: words of a drawing that lie over one another or leave it.
function overlaps() {
  const found = [];
  for (const svg of document.querySelectorAll("svg.tl")) {
    const boxes = [...svg.querySelectorAll("text")]
      .filter((text) => getComputedStyle(text).display !== "none")
      .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    boxes.forEach(({ text, box }, i) => {
      if (box.left < -1 || box.right > innerWidth + 1) found.push(`${text} leaves the page`);
      for (const other of boxes.slice(i + 1)) {
        const o = other.box;
        if (box.left < o.right && o.left < box.right && box.top + 2 < o.bottom - 2 && o.top + 2 < box.bottom - 2) {
          found.push(`${text} lies over ${other.text}`);
        }
      }
    });
  }
  return found;
}

let opened = 0;
for (const site of sites) {
  const feed = path.join(site, "feed.json");
  if (fs.existsSync(feed) && !isJsonFeed(JSON.parse(fs.readFileSync(feed, "utf8")))) {
    for (const error of isJsonFeed.errors) report(feed, `no JSON Feed 1.1: ${error.instancePath} ${error.message}`);
  }
  for (const file of pagesOf(site)) {
    const where = path.join(path.basename(site), file);
    const full = path.resolve(site, file);
    const url = pathToFileURL(full).href;
    const result = await validator.validateFile(full);
    for (const { messages } of result.results) {
      for (const m of messages.slice(0, 5)) report(where, `html-validate ${m.ruleId} at ${m.line}:${m.column}: ${m.message}`);
    }
    for (const scheme of ["light", "dark"]) {
      for (const width of WIDTHS) {
        requests = [];
        complaints = [];
        const seen = `${where} ${width} ${scheme}`;
        await page.emulateMedia({ colorScheme: scheme, media: "screen" });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(url);
        opened += 1;
        for (const text of complaints) report(seen, text);
        if (requests.length > 2) report(seen, `${requests.length} requests`);
        for (const asked of requests) if (!asked.startsWith("file:")) report(seen, `asked for ${asked}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) report(seen, `scrolls sideways by ${wide} px`);
        const title = await page.title();
        if (title.length > 70) report(where, `a title of ${title.length} characters`);
        for (const low of await page.evaluate(contrasts, LEAST_CONTRAST)) report(seen, `contrast of ${low}`);
        for (const text of await page.evaluate(overlaps)) report(seen, text);
        const client = await context.newCDPSession(page);
        await client.send("Runtime.evaluate", { expression: axe });
        const violations = await page.evaluate(async () => (await window.axe.run()).violations);
        for (const v of violations) {
          report(seen, `axe ${v.id} (${v.impact}): ${v.help}; ${v.nodes.length} times, first ${v.nodes[0].html.slice(0, 160)}`);
        }
        await client.detach();
        if (width === WIDTHS[0] && scheme === "light") {
          await page.keyboard.press("Tab");
          const first = await page.evaluate(() => document.activeElement.getAttribute("class"));
          if (first !== "skip") report(seen, "the skip link is not what Tab reaches first");
        }
        if (shots && width !== 320) {
          fs.mkdirSync(shots, { recursive: true });
          const name = `${where.replaceAll(/[/.]/g, "-").slice(0, 60)}-${width}-${scheme}.png`;
          await page.screenshot({ path: path.join(shots, name), fullPage: true });
        }
      }
    }
    if (file === "index.html") {
      const paper = await page.pdf({ format: "A4", preferCSSPageSize: true });
      const sheets = (paper.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length;
      const stories = await page.evaluate(() => document.querySelectorAll("article").length);
      console.log(`${where}: ${fs.statSync(full).size} bytes, ${stories} stories, ${sheets} sheets of A4`);
      if (stories <= SHEETS.stories && sheets > SHEETS.sheets) report(where, `${sheets} sheets of A4 for ${stories} stories`);
      if (shots) fs.writeFileSync(path.join(shots, `${path.basename(site)}.pdf`), paper);
    }
  }
}
await context.close();
fs.rmSync(profile, { recursive: true, force: true });

const told = new Map();
for (const finding of findings) told.set(finding, (told.get(finding) ?? 0) + 1);
for (const finding of told.keys()) console.log(finding);
console.log(`${opened} views of ${sites.length} sites, ${told.size} findings`);
process.exit(told.size ? 1 : 0);
