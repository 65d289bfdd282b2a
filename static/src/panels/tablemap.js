/** All tables of a process as one picture that can be zoomed, with a line that says what is under the cursor. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { bins, layout, moved, zoomed } from "../capture/bins.js";
import { couldShare, runAt } from "../capture/read.js";
import { html } from "../draw/html.js";
import { grouped } from "../draw/logchart.js";
import { paintTables } from "../draw/tablemap.js";
import { useSize } from "../size.js";
import { ours, say } from "../words.js";

const HEIGHT = 400;
const COLOURS = { shared: "--ink", kept: "--map-kept", huge: "--tlb", ground: "--paper", cursor: "--focus" };

/** @param {{capture: import("../capture/read.js").Capture, system: number}} props */
export function TableMap({ capture, system }) {
  const place = useRef(null);
  const canvas = useRef(null);
  const { width } = useSize(place, { width: 0, height: 0 });
  const [view, setView] = useState({ from: 0, to: capture.total });
  const [pointed, setPointed] = useState(null); // a region, so that it stays the same when the view changes
  const theme = useTheme();
  useEffect(() => (setView({ from: 0, to: capture.total }), setPointed(null)), [capture]);
  const grid = layout(view.to - view.from, width, HEIGHT);
  const cursor = pointed === null || pointed < view.from || pointed >= view.to ? null : Math.floor((pointed - view.from) / grid.each);
  const cells = useMemo(() => bins(capture, view, grid.each, system), [capture, view, grid.each, system]);
  useEffect(() => paint(canvas.current, grid, cells, capture, cursor), [cells, grid.size, grid.columns, cursor, theme]);
  const around = () => (cursor === null ? (view.from + view.to) / 2 : pointed);
  const acts = {
    "+": () => setView(zoomed(view, capture.total, around(), 0.5)),
    "-": () => setView(zoomed(view, capture.total, around(), 2)),
    Home: () => setView({ from: 0, to: capture.total }),
    PageUp: () => setView(moved(view, capture.total, -0.5)),
    PageDown: () => setView(moved(view, capture.total, 0.5)),
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    ArrowUp: () => step(-grid.columns),
    ArrowDown: () => step(grid.columns),
  };
  const pointAt = (cell) => setPointed(view.from + Math.min(Math.max(cell, 0), grid.cells - 1) * grid.each);
  const step = (by) => pointAt(cursor === null ? 0 : cursor + by);
  const onKeyDown = (event) => {
    const act = acts[event.key === "=" ? "+" : event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  const onPointer = (event) => {
    const cell = Math.floor(event.offsetY / grid.size) * grid.columns + Math.floor(event.offsetX / grid.size);
    if (event.offsetX < grid.columns * grid.size && cell < grid.cells) pointAt(cell);
  };
  const atStart = view.from === 0;
  const atEnd = view.to === capture.total;
  const whole = atStart && atEnd;
  const button = (label, key, off) => html`<button type="button" class="btn" aria-disabled=${off ? "true" : undefined} onClick=${() => !off && acts[key]()}>${say(`capture.${label}`)}</button>`;
  return html`<div class="tablemap">
    <div class="tools" role="group" aria-label=${say("capture.view")}>
      ${button("zoom-in", "+", view.to - view.from <= 8)}${button("zoom-out", "-", whole)}${button("earlier", "PageUp", atStart)}${button("later", "PageDown", atEnd)}${button("all", "Home", whole)}
      <span class="note" role="status">${say(grid.each > 1 ? "capture.regions-in" : "capture.regions", grouped(view.from + 1), grouped(view.to), grouped(capture.total), grouped(grid.each))}</span>
    </div>
    <div class="paper" ref=${place}>
      <canvas ref=${canvas} tabindex="0" role="application" aria-roledescription=${say("capture.map-role")} aria-label=${say("capture.map-name")} onKeyDown=${onKeyDown} onPointerMove=${onPointer} onPointerDown=${onPointer} onDblClick=${acts["+"]}></canvas>
    </div>
    <p class="under" aria-live="polite">${cursor === null ? say("capture.point") : told(capture, view, grid, cells, cursor, system)}</p>
    <ul class="keys"><li><i class="shared"></i>${say("capture.key-shared")}</li><li><i class="kept"></i>${say("capture.key-kept")}</li><li><i class="huge"></i>${say("capture.key-huge")}</li><li>${say("capture.key-full")}</li></ul>
  </div>`;
}

function paint(canvas, grid, cells, capture, cursor) {
  if (grid.columns < 2) return; // not measured yet
  const ratio = globalThis.devicePixelRatio || 1;
  const [width, height] = [grid.columns * grid.size, grid.rows * grid.size];
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const colours = Object.fromEntries(Object.entries(COLOURS).map(([name, property]) => [name, colourOf(canvas, property)]));
  paintTables(canvas.getContext("2d"), grid, cells, colours, { entries: capture.document.entries, cursor, ratio });
}

/** The value of a token as it is now: light-dark() is worked out only for real properties. */
function colourOf(canvas, property) {
  canvas.style.color = `var(${property})`;
  return getComputedStyle(canvas).color;
}

/** Changes whenever the theme does. */
function useTheme() {
  const [turn, set] = useState(0);
  useEffect(() => {
    const next = () => set((n) => n + 1);
    const observer = new MutationObserver(next);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", next);
    return () => (observer.disconnect(), dark.removeEventListener("change", next));
  }, []);
  return turn;
}

function told(capture, view, grid, cells, cell, system) {
  const from = view.from + cell * grid.each;
  const to = Math.min(from + grid.each, view.to);
  const run = runAt(capture.starts, from);
  const { document, runs } = capture;
  const mapped = document.groups[runs.group[run]].mappings.map(ours).join("; ");
  const kinds = document.addresses ? say("capture.run-from", mapped, document.addresses[run]) : mapped;
  if (to - from > 1) {
    const [shared, kept, huge, entries] = ["shared", "kept", "huge", "entries"].map((what) => grouped(cells[what][cell]));
    return say("capture.told-many", grouped(from + 1), grouped(to), shared, kept, huge, entries, kinds);
  }
  const id = `capture.told-${runs.huge[run] ? "huge" : "table"}${couldShare(capture, run, system) ? "-shared" : ""}`;
  return say(id, grouped(from + 1), kinds, runs.present[run], runs.swapped[run]);
}
