/** Diagrams, carried out: asks the server to draw and to read them, and hands them to the clipboard. */

import { PLACED } from "./diagram.js";
import { scheduleOf } from "./store.js";
import { say } from "./words.js";

/**
 * @param {object} parts
 * @param {ReturnType<import("./store.js").createStore>} parts.store
 * @param {{send: (message: object) => number|null}} parts.link
 * @param {object} parts.session from session.js
 */
export function createDiagrams({ store, link, session }) {
  const state = () => store.get();
  const change = (part) => store.send({ type: "diagrammed", diagram: { ...state().diagram, ...part } });

  /** Asks for the diagram of the whole run, unless it is here or on its way. */
  function draw(copy = false) {
    const { diagram, info } = state();
    if (info === null) return;
    const schedule = scheduleOf(state());
    const { drawn, form, asked } = diagram;
    if (drawn !== null && drawn.schedule === schedule && drawn.form === form) {
      if (copy) give(drawn.text);
      return;
    }
    if (asked !== null && !copy) return;
    const id = link.send({ type: "draw", schedule, form });
    if (id !== null) change({ asked: { id, copy } });
  }

  async function give(text) {
    const done = await session.copy(text);
    if (done) notice(say("diagram.copied", text.trimEnd().split("\n").length));
    else change({ open: true, problem: { message: say("diagram.not-copied"), hint: "" } });
  }

  function notice(text) {
    store.send({ type: "noticed", notice: { kind: "done", text, hint: "", place: null, at: null } });
  }

  function pasted(read) {
    const { reading } = state().diagram;
    change({ reading: null, read: { ...read, pasted: reading.text }, problem: null });
    if (read.lines.some((line) => PLACED.has(line.status))) session.showRun({ schedule: read.schedule, steps: null });
  }

  return {
    copyDiagram: () => draw(true),
    openWords() {
      change({ open: true, problem: null });
      draw();
    },
    closeWords: () => change({ open: false, problem: null }),
    drawAs(form) {
      change({ form });
      draw();
    },
    readDiagram(text) {
      if (state().diagram.reading !== null || text.trim() === "") return;
      const id = link.send({ type: "paste", text });
      if (id !== null) change({ reading: { id, text }, read: null, problem: null });
    },
    /** While the dialog is open, its diagram is that of the run that is shown. */
    refreshDiagram() {
      if (state().diagram.open && state().asked === null && state().link === "online") draw();
    },
    onDiagram(message) {
      const { asked, reading } = state().diagram;
      if (message.type === "hello") change({ asked: null, reading: null });
      else if (message.type === "drawn" && message.re === asked?.id) {
        const { schedule, form, text } = message;
        change({ asked: null, drawn: { schedule, form, text } });
        if (asked.copy) give(text);
      } else if (message.type === "pasted" && message.re === reading?.id) pasted(message.reading);
      else if (message.type === "error" && message.re !== null && [asked?.id, reading?.id].includes(message.re)) {
        change({ asked: null, reading: null, problem: { message: message.message, hint: message.hint } });
      }
    },
  };
}
