/** Writes one HTML page with a drawn frame, to look at: node gallery.js RUN FRAME ORIENTATION THEME > picture.html */
import { readFileSync } from "node:fs";
import { renderToString } from "preact-render-to-string";
import { Graph } from "../../../static/src/draw/graph.js";
import { html } from "../../../static/src/draw/html.js";
import { foldsOf } from "../../../static/src/layout/folds.js";
import { layout } from "../../../static/src/layout/graph.js";
import * as hand from "./fixtures.js";

const [source = "seed", index = "0", orientation = "wide", theme = "light", width = "718", height = "404"] =
  process.argv.slice(2);
const run = source.endsWith(".json") ? JSON.parse(readFileSync(source, "utf8")) : hand[source];
const at = Math.min(Number(index), run.frames.length - 1);
const css = ["tokens", "marks", "graph"].map((name) =>
  readFileSync(new URL(`../../../static/css/${name}.css`, import.meta.url), "utf8"),
);
const svg = renderToString(
  html`<${Graph}
    info=${run.info}
    frame=${run.frames[at]}
    previous=${run.frames[at - 1] ?? null}
    frames=${run.frames}
    orientation=${orientation}
    places=${layout(run.info, run.frames, orientation, foldsOf(run.info, run.frames[0]))}
  />`,
);
process.stdout
  .write(`<!doctype html><html data-theme="${theme}"><meta charset="utf-8"><style>${css.join("\n")}</style>
<body><figure style="width:${width}px;height:${height}px;margin:12px">${svg}</figure></body></html>`);
