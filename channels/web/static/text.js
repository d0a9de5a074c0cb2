// The words of a reply: runs with a style; lines that begin with "- " are a list.

import { element } from "./dom.js";

const TAGS = { bold: "strong", code: "code" };
const BULLET = "- ";

export function plainText(spans) {
  return spans.map((span) => span.text).join("");
}

/** Paragraphs and lists, as elements. */
export function renderText(spans) {
  const blocks = [];
  for (const line of linesOf(spans)) {
    const item = isItem(line);
    if (blocks.at(-1)?.item !== item) blocks.push({ item, lines: [] });
    blocks.at(-1).lines.push(item ? withoutBullet(line) : line);
  }
  return blocks.map(({ item, lines }) => (item ? list(lines) : paragraph(lines)));
}

/** The runs of every line; a run that spans lines is cut. */
function linesOf(spans) {
  const lines = [[]];
  for (const { text, style } of spans) {
    text.split("\n").forEach((part, index) => {
      if (index > 0) lines.push([]);
      if (part !== "") lines.at(-1).push({ text: part, style });
    });
  }
  return lines;
}

function isItem(line) {
  return line.length > 0 && line[0].style === "plain" && line[0].text.startsWith(BULLET);
}

function withoutBullet([first, ...others]) {
  return [{ ...first, text: first.text.slice(BULLET.length) }, ...others];
}

function list(lines) {
  return element("ul", {}, lines.map((line) => element("li", {}, line.map(run))));
}

function paragraph(lines) {
  return element("p", {}, lines.flatMap((line, index) => [...(index > 0 ? ["\n"] : []), ...line.map(run)]));
}

function run({ text, style }) {
  return style in TAGS ? element(TAGS[style], {}, text) : text;
}
