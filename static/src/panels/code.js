/** The kernel C of one function: steps in the gutter, the next line marked, the rest folded. */

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { functionAt, listing, pieces } from "../code/listing.js";
import { gutterText, upTo } from "../code/gutter.js";
import { useSize } from "../size.js";
import { say } from "../words.js";

const EVERYTHING = Number.MAX_SAFE_INTEGER;
const LINE_PX = 16.3;
/** Where the card takes its height from the code, not the other way round. */
const FREE_LINES = 14;
const FEWEST_LINES = 4;

/**
 * @param {object} props
 * @param {object} props.info RunInfo
 * @param {object} props.call CallInfo of the innermost function
 * @param {object|null} props.span what comes next
 * @param {{own: number[], lines: Map<string, number[]>}} props.ran from `ranLines`
 * @param {number} props.at the position
 * @param {boolean} props.free the code may be as high as it likes
 * @param {number|null} props.broke the step that broke something, if this thread just took it
 */
export function Code({ info, call, span, ran, at, free, broke }) {
  const [open, setOpen] = useState(null);
  const list = useRef(null);
  const { height } = useSize(list, { width: 0, height: 10 * LINE_PX });
  const budget = free ? FREE_LINES : Math.max(FEWEST_LINES, Math.floor(height / LINE_PX));
  const place = functionAt(info.functions, call.function, call.span);
  const source = info.sources.find((each) => each.file === (place ?? call.span).file);
  useEffect(() => showNext(list.current), [span?.line, call.function, open, budget]);
  const here = span !== null && span.file === place?.file ? span : call.span;
  const room = open === call.function ? EVERYTHING : budget;
  const ranBefore = (key) => upTo(ran.lines.get(key) ?? [], at);
  const known = place !== null && source !== undefined;
  const rows = !known ? [] : listing({ text: source.text, file: place.file, place, span: here, ran: ranBefore, dead: info.dead, budget: room });
  const indent = Math.min(...rows.filter((row) => row.text?.trim()).map((row) => leading(row.text)));
  return html`<ol class="code" translate="no" ref=${list} aria-label=${say("thread.c-of", call.function)} tabindex="0">
    ${rows.map((row) =>
      row.kind === "fold"
        ? html`<li key=${`fold${row.number}`} class="fold">
            <i></i><s></s><button type="button" onClick=${() => setOpen(call.function)}>${say("thread.lines", row.count)}</button>
          </li>`
        : html`<${Row} key=${row.number} row=${row} own=${ran.own} indent=${indent} broke=${broke} />`,
    )}
  </ol>`;
}

/** Brings the next line into view, inside its own list only. */
function showNext(list) {
  const line = list?.querySelector(".next");
  if (!line) return;
  const top = line.offsetTop - list.offsetTop;
  const seen = top >= list.scrollTop && top + line.offsetHeight <= list.scrollTop + list.clientHeight;
  if (!seen) list.scrollTop = top - list.clientHeight / 2;
}

const leading = (text) => text.length - text.trimStart().length;

function Row({ row, own, indent, broke }) {
  const gutter = gutterText(row.steps, own);
  const bad = broke !== null && row.steps.at(-1) === broke;
  const kind = bad ? "here" : row.next ? "next" : row.dead ? "dead" : row.ran ? "ran" : "";
  const mark = row.next || row.mark === null ? row.mark : null;
  const shift = mark && [Math.max(0, mark[0] - indent), Math.max(0, mark[1] - indent)];
  return html`<li class=${kind} aria-current=${row.next ? "step" : undefined}>
    <i title=${gutter.full ? say("thread.ran-at", gutter.full) : undefined}>${gutter.short}</i><s></s>
    <span>${pieces(row.text.slice(Math.min(indent, leading(row.text))), shift).map(piece)}</span>
  </li>`;
}

function piece({ text, remark, mark }) {
  if (mark) return html`<mark>${text}</mark>`;
  return remark ? html`<em>${text}</em>` : text;
}
