/**
 * The kernel C of one function: steps and breakpoints in the gutter, the next line marked, a line taken apart on
 * demand, the rest folded.
 */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { breakpointLike } from "../debug.js";
import { html } from "../draw/html.js";
import { memo } from "../draw/memo.js";
import { functionAt, listing, pieces, statementsOn, wordsOf } from "../code/listing.js";
import { gutterText, upTo } from "../code/gutter.js";
import { lineCommand } from "../keys.js";
import { useSize } from "../size.js";
import { say } from "../words.js";
import { Button } from "./glyphs.js";
import { NextParts, Parts } from "./parts.js";

const EVERYTHING = Number.MAX_SAFE_INTEGER;
const LINE_PX = 16.3;
/** Where the card takes its height from the code, not the other way round. */
const FREE_LINES = 14;
const FEWEST_LINES = 4;
const UNMEASURED = { width: 0, height: 10 * LINE_PX };

/**
 * @param {object} props
 * @param {object} props.info RunInfo
 * @param {object} props.call CallInfo of the function that is shown
 * @param {object|null} props.span what comes next in it
 * @param {{own: number[], lines: Map<string, number[]>}} props.ran from `ranLines`
 * @param {number} props.at the last step up to which the thread's own are told: all others change nothing here
 * @param {boolean} props.free the code may be as high as it likes
 * @param {number|null} props.broke the step that broke something, if this thread just took it
 * @param {string} props.thread
 * @param {import("../debug.js").Debug} props.debug
 * @param {object} props.session
 * @param {string|null} props.off why the thread cannot run anywhere
 */
export const Code = memo(({ info, call, span, ran, at, free, broke, thread, debug, session, off }) => {
  const [open, setOpen] = useState(null);
  const [apart, takeApart] = useState(null); // "file:line" that is shown with its parts
  const [cursor, setCursor] = useState(null); // the line that Tab leads to
  const [box, list] = [useRef(null), useRef(null)];
  const { height } = useSize(box, UNMEASURED, !free);
  const budget = free ? FREE_LINES : Math.max(FEWEST_LINES, Math.floor(height / LINE_PX));
  const place = functionAt(info.functions, call.function, call.span);
  const source = info.sources.find((each) => each.file === (place ?? call.span).file);
  const words = useMemo(() => (source ? wordsOf(source) : new Map()), [source]);
  useEffect(() => showNext(list.current), [span?.line, call.function, open, budget]);
  const here = span !== null && span.file === place?.file ? span : call.span;
  const room = open === call.function ? EVERYTHING : budget;
  const ranBefore = (key) => upTo(ran.lines.get(key) ?? [], at);
  const known = place !== null && source !== undefined;
  const rows = !known ? [] : listing({ text: source.text, file: place.file, place, span: here, ran: ranBefore, dead: info.dead, budget: room });
  const indent = Math.min(...rows.filter((row) => row.text?.trim()).map((row) => leading(row.text)));
  const able = new Set(known ? info.lines.find(([file]) => file === place.file)?.[1] : []);
  const stops = rows.filter((row) => able.has(row.number) && row.kind === "line").map((row) => row.number);
  const tab = stops.includes(cursor) ? cursor : (stops.find((number) => number >= here.line) ?? stops.at(-1));
  const lineOf = (number) => ({ stop: "line", what: place.file, line: number });
  const line = apart !== null && rows.some((row) => apart === `${place.file}:${row.number}`) ? Number(apart.split(":")[1]) : null;
  const toggleParts = (number) => takeApart(line === number ? null : `${place.file}:${number}`);

  const onKey = (event, number) => {
    const command = lineCommand(event);
    if (command === null) return;
    event.preventDefault();
    event.stopPropagation();
    const to = stops[stops.indexOf(number) + (command === "lineDown" ? 1 : -1)];
    if (command === "lineDown" || command === "lineUp") focusLine(list.current, to);
    if (command === "lineBreak") session.breakAt(lineOf(number));
    if (command === "lineRun" && off === null) session.runToLine(thread, place.file, number);
    if (command === "lineApart" || command === "lineWhole") takeApart(command === "lineApart" ? `${place.file}:${number}` : null);
  };

  const gutterOf = (row) => {
    const gutter = gutterText(row.steps, ran.own);
    const ranAt = gutter.full ? say("thread.ran-at", gutter.full) : undefined;
    if (!able.has(row.number)) return html`<i title=${ranAt}>${gutter.short}</i>`;
    const set = breakpointLike(debug, lineOf(row.number));
    return html`<button
      type="button"
      class="gut ${set?.on ? "on" : set ? "off" : ""}"
      data-line=${row.number}
      tabindex=${row.number === tab ? "0" : "-1"}
      aria-pressed=${set ? "true" : "false"}
      aria-label=${say("thread.break-at", row.number)}
      title=${ranAt ?? say("thread.break-at", row.number)}
      onFocus=${() => setCursor(row.number)}
      onKeyDown=${(event) => onKey(event, row.number)}
      onClick=${() => session.breakAt(lineOf(row.number))}
    >
      ${set && html`<i class="stopdot ${set.on ? "on" : ""}"></i>`}${gutter.short}
    </button>`;
  };

  return html`<div class="codebox" ref=${box}><ol class="code" translate=${false} ref=${list} aria-label=${say("thread.c-of", call.function)} tabindex="0">
      ${rows.map((row) =>
        row.kind === "fold"
          ? html`<li key=${`fold${row.number}`} class="fold"><i></i><s></s><button type="button" onClick=${() => setOpen(call.function)}>${say("thread.lines", row.count)}</button></li>`
          : html`<${Row} key=${row.number} row=${row} indent=${indent} broke=${broke} gutter=${gutterOf(row)} words=${words.get(row.number)} apart=${row.number === line} onOpen=${able.has(row.number) ? () => toggleParts(row.number) : undefined} />`,
      )}
    </ol></div>
    ${line === null
      ? html`<${NextParts} info=${info} span=${here} />`
      : html`<div class="apart" role="group" aria-label=${say("thread.line", line)}>
          <${Parts} statements=${statementsOn(info.statements, place.file, line)} span=${here} source=${source} />
          <p>
            <${Button} off=${off} onPress=${() => session.runToLine(thread, place.file, line)}>${say("thread.run-here", thread)}<//>
            <button type="button" class="btn" aria-pressed=${breakpointLike(debug, lineOf(line)) ? "true" : "false"} onClick=${() => session.breakAt(lineOf(line))}>${say("thread.stop-here")}</button>
            <${Button} bare label=${say("thread.close-parts")} onPress=${() => takeApart(null)}>×<//>
          </p>
        </div>`}`;
});

function focusLine(list, number) {
  list?.querySelector(`[data-line="${number}"]`)?.focus();
}

/** Brings the next line into view, inside its own list only: in the middle, below whole lines. */
function showNext(list) {
  const line = list?.querySelector(".next");
  if (!line) return;
  const top = line.offsetTop - list.offsetTop;
  const seen = top >= list.scrollTop && top + line.offsetHeight <= list.scrollTop + list.clientHeight;
  const above = Math.max(0, Math.floor((list.clientHeight / line.offsetHeight - 1) / 2));
  if (!seen) list.scrollTop = top - above * line.offsetHeight;
}

const leading = (text) => text.length - text.trimStart().length;

function Row({ row, indent, broke, gutter, words = [], apart, onOpen }) {
  const bad = broke !== null && row.steps.at(-1) === broke;
  const kind = bad ? "here" : row.next ? "next" : row.dead ? "dead" : row.ran ? "ran" : "";
  const cut = Math.min(indent, leading(row.text));
  const moved = ([from, to, ...rest]) => [Math.max(0, from - cut), Math.max(0, to - cut), ...rest];
  const found = pieces(row.text.slice(cut), row.mark && moved(row.mark), words.map(moved));
  return html`<li class=${kind} aria-current=${row.next ? "step" : undefined}>
    ${gutter}<s></s>
    <span class="${onOpen ? "opens" : ""} ${apart ? "open" : ""}" onClick=${onOpen}>${found.map(piece)}</span>
  </li>`;
}

function piece({ text, kind, mark }) {
  const word = kind === "remark" ? html`<em>${text}</em>` : kind ? html`<b class=${`w-${kind}`}>${text}</b>` : text;
  return mark ? html`<mark>${word}</mark>` : word;
}
