// A chart as SVG: lines over time, the earlier time dashed behind them, marks for what happened.
// Everything is an element; the same numbers are there as a table, for whoever does not see lines.

import { element, svgElement } from "./dom.js";
import { locale, word } from "./language.js";
import { renderTable } from "./table.js";

const NARROW = 640; // pixels of the window: below it a chart is drawn for a phone
const WIDE_SIZE = { width: 680, height: 240 };
const NARROW_SIZE = { width: 330, height: 210 };
const EDGE = { top: 24, right: 14, bottom: 26, left: 54 };
const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14400];
const DAY = 86_400;
const LANGUAGE = locale.replace("_", "-");
let count = 0;

/** The elements of `chart`: `{title, summary, unit, time_zone, series, markers}`. */
export function renderChart(chart) {
  const moments = momentsOf(chart);
  const size = window.innerWidth < NARROW ? NARROW_SIZE : WIDE_SIZE;
  const scale = scaleOf(chart, moments, size);
  const drawn = moments.length > 1 ? draw(chart, scale) : null;
  const legend = element("ul", { class: "chart-legend" }, chart.series.map(legendItem));
  const title = element("figcaption", { class: "chart-title" }, chart.title);
  return element("figure", { class: "chart", "data-testid": "reply-chart" }, title, legend, drawn, asTable(chart, moments));
}

function momentsOf(chart) {
  const all = chart.series.flatMap((series) => series.points.map(([at]) => at));
  return [...new Set(all)].sort((one, other) => one - other);
}

function scaleOf(chart, moments, size) {
  const values = chart.series.flatMap((series) => series.points.map(([, value]) => value ?? 0));
  const ticks = niceTicks(Math.max(...values, 0));
  const [first, last] = [moments[0] ?? 0, moments.at(-1) ?? 1];
  const right = size.width - EDGE.right;
  const bottom = size.height - EDGE.bottom;
  return {
    ...size,
    right,
    bottom,
    ticks,
    first,
    last,
    x: (at) => EDGE.left + ((right - EDGE.left) * (at - first)) / Math.max(last - first, 1),
    y: (value) => bottom - ((bottom - EDGE.top) * value) / ticks.at(-1),
  };
}

/** From 0 to at least `highest`, in three to six round steps. */
function niceTicks(highest) {
  const rough = (highest || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough);
  const ticks = [0];
  while (ticks.at(-1) < highest || ticks.length < 2) ticks.push(ticks.length * step);
  return ticks;
}

function draw(chart, scale) {
  count += 1;
  const [titleId, summaryId] = [`chart-title-${count}`, `chart-summary-${count}`];
  const described = {
    role: "img",
    viewBox: `0 0 ${scale.width} ${scale.height}`,
    "aria-labelledby": titleId,
    "aria-describedby": summaryId,
  };
  return svgElement(
    "svg",
    described,
    svgElement("title", { id: titleId }, chart.title),
    svgElement("desc", { id: summaryId }, chart.summary),
    ...valueAxis(chart.unit, scale),
    ...timeAxis(chart.time_zone, scale),
    ...chart.markers.map((marker) => markerLine(marker, scale)),
    ...chart.series.map((series, index) => line(series, index, scale)).reverse(),
  );
}

function valueAxis(unit, scale) {
  const format = formatOf(unit, scale.ticks.at(-1));
  return scale.ticks.map((tick) => {
    const y = round(scale.y(tick));
    return svgElement(
      "g",
      { class: "chart-tick" },
      svgElement("line", { x1: EDGE.left, x2: scale.right, y1: y, y2: y }),
      svgElement("text", { x: EDGE.left - 8, y: y + 4, "text-anchor": "end" }, format(tick)),
    );
  });
}

function timeAxis(zone, scale) {
  const format = momentOf(zone, scale.last - scale.first > DAY);
  const most = scale.width < NARROW ? 4 : 7;
  const minutes = MINUTES.find((one) => (scale.last - scale.first) / 60 / one <= most) ?? MINUTES.at(-1);
  const step = minutes * 60;
  const marks = [];
  for (let at = Math.ceil(scale.first / step) * step; at <= scale.last; at += step) {
    const x = round(scale.x(at));
    if (x < EDGE.left + 14 || x > scale.right - 14) continue;
    marks.push(svgElement("text", { class: "chart-moment", x, y: scale.bottom + 18, "text-anchor": "middle" }, format(at)));
  }
  return marks;
}

function markerLine(marker, scale) {
  const at = Math.min(Math.max(marker.at, scale.first), scale.last);
  const x = round(scale.x(at));
  const isRight = x > (EDGE.left + scale.right) / 2;
  const label = { x: isRight ? x - 5 : x + 5, y: EDGE.top - 10, "text-anchor": isRight ? "end" : "start" };
  return svgElement(
    "g",
    { class: "chart-marker" },
    svgElement("line", { x1: x, x2: x, y1: EDGE.top - 20, y2: scale.bottom }),
    svgElement("text", label, marker.label),
  );
}

/** A path that is broken where nothing was measured; what stands alone is a dot. */
function line(series, index, scale) {
  const steps = [];
  const dots = [];
  series.points.forEach(([at, value], place) => {
    if (value === null) return;
    const has = (neighbour) => (series.points[neighbour]?.[1] ?? null) !== null;
    const [x, y] = [round(scale.x(at)), round(scale.y(value))];
    if (!has(place - 1) && !has(place + 1)) dots.push(svgElement("circle", { cx: x, cy: y, r: 2.2 }));
    else steps.push(`${has(place - 1) ? "L" : "M"}${x} ${y}`);
  });
  const path = steps.length > 0 ? [svgElement("path", { d: steps.join("") })] : [];
  return svgElement("g", { class: `chart-line ${styleOf(series, index)}` }, ...path, ...dots);
}

function legendItem(series, index) {
  const sample = svgElement("svg", { viewBox: "0 0 28 10", "aria-hidden": "true" }, svgElement("path", { d: "M1 5L27 5" }));
  const key = element("span", { class: `chart-line ${styleOf(series, index)}` }, sample);
  return element("li", {}, key, series.name);
}

function styleOf(series, index) {
  return series.past ? "past" : `line-${Math.min(index, 2)}`;
}

function asTable(chart, moments) {
  const format = formatOf(chart.unit);
  const time = momentOf(chart.time_zone, moments.at(-1) - moments[0] > DAY);
  const byTime = chart.series.map((series) => new Map(series.points));
  const text = (value) => (value === null || value === undefined ? word("page_no_data") : format(value));
  const rows = moments.map((at) => [time(at), ...byTime.map((values) => text(values.get(at)))]);
  const table = renderTable({
    title: "",
    columns: [word("page_chart_time"), ...chart.series.map((series) => series.name)],
    rows: rows.map((row) => row.map((cell) => ({ text: cell, tone: "neutral" }))),
  });
  return element("details", { class: "chart-table" }, element("summary", {}, word("page_chart_table")), table);
}

/** How values are written; with `highest`, all in the one unit that suits an axis. */
function formatOf(unit, highest = null) {
  const number = (digits) => new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: digits });
  if (unit === "percent") return (value) => new Intl.NumberFormat(LANGUAGE, { style: "percent", maximumFractionDigits: 1 }).format(value / 100);
  if (unit === "seconds") {
    return (value) =>
      (highest ?? value) < 1 ? `${number(0).format(value * 1000)} ms` : `${number(2).format(value)} s`;
  }
  return (value) => `${number(value < 10 ? 1 : 0).format(value)}/min`;
}

function momentOf(zone, withDay) {
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(withDay ? { day: "numeric", month: "numeric" } : {}) };
  const format = formatIn(zone, parts);
  return (at) => format.format(new Date(at * 1000));
}

function formatIn(zone, parts) {
  try {
    return new Intl.DateTimeFormat(LANGUAGE, { ...parts, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(LANGUAGE, { ...parts, timeZone: "UTC" }); // an unknown zone: as the words do
  }
}

function round(value) {
  return Math.round(value * 10) / 10;
}
