// Opens a page of drafter's (a sign-off sheet, a summary of the post) in Chromium in every way that somebody might
// read it, and prints as JSON what was found.
//
//     node sheet.mjs SHEET.html LARGE.html BROKEN.html FOLDER
//
// The sheet in ordinary and in large print, and one that was broken on purpose, which shows that faults are seen at
// all. The former two are printed to FOLDER.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const [sheet, large, broken, folder] = process.argv.slice(2);
const WIDE = { width: 1360, height: 900 };
const NARROW = { width: 320, height: 640 };
const WAYS = {
  light: { file: sheet },
  dark: { file: sheet, colorScheme: "dark" },
  contrast: { file: sheet, contrast: "more" },
  "dark contrast": { file: sheet, colorScheme: "dark", contrast: "more" },
  large: { file: large },
  "large dark": { file: large, colorScheme: "dark" },
  narrow: { file: sheet, viewport: NARROW },
  "large narrow": { file: large, viewport: NARROW },
  paper: { file: sheet, media: "print" },
  broken: { file: broken },
};
const TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// As a user has it: the page's own policy holds, and whatever it asks for or complains of is kept.
async function asItIs(browser, { file, media, ...settings }) {
  const context = await browser.newContext({ viewport: WIDE, ...settings });
  const page = await context.newPage();
  const [requests, said] = [[], []];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  if (media) await page.emulateMedia({ media });
  const address = pathToFileURL(file).href;
  await page.goto(address);
  return { context, page, requests, said, address };
}

async function audited(browser, { file, media, ...settings }) {
  const context = await browser.newContext({ viewport: WIDE, bypassCSP: true, ...settings });
  const page = await context.newPage();
  if (media) await page.emulateMedia({ media });
  await page.goto(pathToFileURL(file).href);
  await page.addScriptTag({ path: axe });
  const { violations, incomplete, passes } = await page.evaluate(
    // Nobody taps on paper.
    ([tags, taps]) =>
      window.axe.run(document, {
        runOnly: { type: "tag", values: tags },
        rules: { "target-size": { enabled: taps } },
        resultTypes: ["violations"],
      }),
    [TAGS, media !== "print"],
  );
  await context.close();
  const told = (found) =>
    found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
  return { violations: told(violations), unsure: told(incomplete), passes: passes.map(({ id }) => id) };
}

// Every stop of the Tab key, in order, and whether one sees it.
async function stops(page) {
  const order = await page.$$eval("a[href]", (links) => links.map((link) => link.getAttribute("href")));
  const reached = [];
  for (let count = 0; count <= order.length; count += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const link = document.activeElement;
      if (!link || link === document.body) return null;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(link);
      const box = link.getBoundingClientRect();
      return {
        href: link.getAttribute("href"),
        outline: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && outlineColor !== "rgba(0, 0, 0, 0)",
        inSight: box.width > 0 && box.left >= 0 && box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth,
      };
    });
    if (stop === null) break;
    reached.push(stop);
  }
  return { order, reached };
}

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const result = { axe: {}, as_it_is: {} };
for (const [name, way] of Object.entries(WAYS)) {
  result.axe[name] = await audited(browser, way);
  const { context, page, requests, said, address } = await asItIs(browser, way);
  result.as_it_is[name] = {
    requests: requests.filter((url) => url !== address),
    said,
    ground: await page.$eval("html", (html) => getComputedStyle(html).backgroundColor),
    least: await page.evaluate(() => {
      const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const sizes = [];
      while (words.nextNode()) {
        if (words.currentNode.data.trim()) sizes.push(parseFloat(getComputedStyle(words.currentNode.parentElement).fontSize));
      }
      return Math.min(...sizes);
    }),
    too_wide: await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  };
  await context.close();
}

// Without motion, so that what is reached is in sight at once.
const still = await asItIs(browser, { file: sheet, reducedMotion: "reduce" });
result.stops = await stops(still.page);
await still.context.close();

// One that scrolls smoothly gets there as well.
const follow = await asItIs(browser, { file: sheet });
if (await follow.page.$("#in-the-way a.to")) {
  await follow.page.click("#in-the-way a.to >> nth=0");
  await follow.page.waitForTimeout(1200);
  result.followed = await follow.page.evaluate(() => {
    const { top, bottom } = document.querySelector(":target").getBoundingClientRect();
    return { id: document.querySelector(":target").id, inSight: top >= 0 && bottom <= innerHeight };
  });
}
await follow.context.close();

// In forced colours nothing is told by a colour of the page's own.
const forced = await asItIs(browser, { file: sheet, forcedColors: "active" });
result.forced = await forced.page.$$eval(".card", (cards) =>
  cards.map((card) => ({
    border: getComputedStyle(card).borderLeftStyle,
    shape: card.querySelector("h3 path").getAttribute("d"),
    name: card.querySelector("h3 .name").textContent,
  })),
);
// How the words of each kind are set in the letter, whatever their colour.
const ways = (page) =>
  page.$$eval(".legend .part", (parts) =>
    parts.map((part) => {
      const style = getComputedStyle(part);
      const told = ["fontStyle", "fontWeight", "letterSpacing", "textDecorationLine", "textDecorationStyle"];
      return { name: part.textContent, way: [...told, "borderTopStyle"].map((name) => style[name]).join(" ") };
    }),
  );
result.parts = { forced: await ways(forced.page) };
await forced.context.close();
const paper = await asItIs(browser, { file: sheet, media: "print" });
result.parts.paper = await ways(paper.page);
await paper.context.close();

for (const [name, file] of Object.entries({ sheet, large })) {
  const { context, page } = await asItIs(browser, { file });
  await page.pdf({ path: `${folder}/${name}.pdf`, preferCSSPageSize: true });
  await context.close();
}
await browser.close();
console.log(JSON.stringify(result));
