/** The ruler: step numbers, a slider for mouse, touch and keyboard; and the small picture of a long run. */

import { useMemo, useRef } from "preact/hooks";
import { html } from "../draw/html.js";
import { slide, stepAt } from "../timeline/window.js";
import { OrderButton } from "./order.js";
import { columnOf, rowStyle, stepsIn } from "./row.js";
import { say } from "../words.js";

/** @param {object} props a timeline row, with `length` and `hold(first|null)` to keep the window while dragging */
export function Ruler({ frames, window, at, length, session, hold, chosen }) {
  const drag = useRef(false);
  const move = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    session.goto(stepAt(event.clientX - box.left, box.width, window, length));
  };
  const down = (event) => {
    if (event.button > 0) return;
    drag.current = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    hold(window.first);
    move(event);
  };
  const up = () => {
    drag.current = false;
    hold(null);
  };
  const key = (event) => {
    // two presses may come between two pictures: the second one starts where the first one led
    const to = slide(event.key, session.at(), length, Math.max(1, window.count - 1));
    if (to === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    session.goto(to);
  };
  const sentence = frames[at].step?.sentence.text ?? say("time.start");
  return html`<div class="row ruler" style=${rowStyle(window)}>
    <span class="lab"><span>${say("time.step")}</span>${session.order && html`<${OrderButton} at=${at} chosen=${chosen} session=${session} />`}</span>
    <div
      class="scrub"
      role="slider"
      tabindex="0"
      aria-label=${say("time.position")}
      aria-valuemin="0"
      aria-valuemax=${length}
      aria-valuenow=${at}
      aria-valuetext=${say("time.value", at, length, sentence)}
      onPointerDown=${down}
      onPointerMove=${(event) => drag.current && move(event)}
      onPointerUp=${up}
      onPointerCancel=${up}
      onKeyDown=${key}
    ></div>
    ${window.first === 1 && html`<span class="num zero ${at === 0 ? "now" : ""}">0</span>`}
    ${stepsIn(window, frames).map(
      (step) => html`<span key=${step} class="num ${step === at ? "now" : ""}" style=${{ "grid-column": columnOf(window, step) }}>${step}</span>`,
    )}
  </div>`;
}

const isDamaged = (frame) => frame.violations.some((each) => each.new && each.severity === "damage");

/**
 * All of a long run in one line: the window, the damage, the position; as wide as the longest branch. The ruler
 * does the same by keyboard.
 */
export function Overview({ frames, window, at, length, whole, session }) {
  const drag = useRef(false);
  const part = (step) => `${(step / Math.max(1, whole)) * 100}%`;
  const move = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    session.goto(Math.round(((event.clientX - box.left) / box.width) * whole));
  };
  const down = (event) => {
    drag.current = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    move(event);
  };
  const damage = useMemo(() => frames.filter(isDamaged), [frames]);
  return html`<div class="row overview" aria-hidden="true">
    <span class="lab">${say("time.all", length)}</span>
    <div class="whole" onPointerDown=${down} onPointerMove=${(event) => drag.current && move(event)} onPointerUp=${() => (drag.current = false)} onPointerCancel=${() => (drag.current = false)}>
      <span class="ran" style=${{ left: 0, width: part(length) }}></span>
      <span class="seen" style=${{ left: part(window.first - 1), width: part(window.count) }}></span>
      ${damage.slice(0, 200).map((frame) => html`<span key=${frame.at} class="hit" style=${{ left: part(frame.at) }}></span>`)}
      <span class="needle" style=${{ left: part(at) }}></span>
    </div>
  </div>`;
}
