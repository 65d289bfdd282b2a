/** The run in words: the diagram to copy, a text to paste, every step as a sentence, the state as a table. */

import { useEffect, useRef, useState } from "preact/hooks";
import { misplaced } from "../diagram.js";
import { html } from "../draw/html.js";
import { framesOf } from "../lines.js";
import { frameOf } from "../store.js";
import { rich, say, sentence } from "../words.js";
import { Button, Oct } from "./glyphs.js";
import { StateTable } from "./statetable.js";

/** @param {{state: import("../store.js").State, session: object}} props */
export function RunInWords({ state, session }) {
  const dialog = useRef(null);
  const { open } = state.diagram;
  useEffect(() => {
    if (open && !dialog.current.open) dialog.current.showModal();
    if (!open && dialog.current.open) dialog.current.close();
  }, [open]);
  return html`<dialog ref=${dialog} class="inwords" aria-labelledby="inwords-title" onClose=${session.closeWords} onClick=${(event) => event.target === dialog.current && session.closeWords()}>
    ${open && html`<header>
        <h2 id="inwords-title">${say("diagram.title")}</h2>
        <${Button} bare label=${say("diagram.close")} onPress=${session.closeWords}>×<//>
      </header>
      <div class="parts">
        <div><${Drawn} state=${state} session=${session} /><${Pasting} state=${state} session=${session} /></div>
        <div><${Sentences} state=${state} session=${session} /><${StateTable} frame=${frameOf(state)} /></div>
      </div>`}
  </dialog>`;
}

function Drawn({ state, session }) {
  const { drawn, form, problem, asked } = state.diagram;
  const choice = (name) => html`<button type="button" class="btn" aria-pressed=${form === name ? "true" : "false"} onClick=${() => session.drawAs(name)}>${say(`diagram.${name}`)}</button>`;
  const off = drawn === null ? say("diagram.not-drawn") : null;
  return html`<section aria-labelledby="drawn-title" aria-busy=${asked !== null ? "true" : undefined}>
    <h3 id="drawn-title">${say("diagram.drawn")}</h3>
    <div class="does">
      <${Button} main off=${off} onPress=${session.copyDiagram}>${say("diagram.copy")} <kbd>y</kbd><//>
      <span role="group" aria-label=${say("diagram.form")}>${choice("compact")}${choice("full")}</span>
      <span role="status">${sentence(state.notice?.kind === "done" ? state.notice.text : "")}</span>
    </div>
    ${problem !== null && html`<p class="wrong" role="alert"><b>${sentence(problem.message)}</b> ${sentence(problem.hint)}</p>`}
    <pre tabindex="0" role="group" aria-labelledby="drawn-title">${drawn?.text ?? ""}</pre>
  </section>`;
}

function Pasting({ state, session }) {
  const [text, write] = useState(state.diagram.read?.pasted ?? "");
  const { reading, read } = state.diagram;
  const outcome = useRef(null);
  useEffect(() => {
    if (read !== null) outcome.current.scrollIntoView({ block: "nearest" });
  }, [read]);
  const off = state.link !== "online" ? say("bar.unreachable") : reading !== null ? say("diagram.reading") : text.trim() === "" ? say("diagram.nothing") : null;
  return html`<section aria-labelledby="paste-title">
    <h3 id="paste-title">${say("diagram.paste")}</h3>
    <p id="paste-help">${say("diagram.paste-help")}</p>
    <textarea aria-labelledby="paste-title" aria-describedby="paste-help" rows="9" spellcheck=${false} wrap="off" value=${text} onInput=${(event) => write(event.target.value)}></textarea>
    <div class="does"><${Button} main off=${off} onPress=${() => session.readDiagram(text)}>${say("diagram.read")}<//></div>
    <div role="status" ref=${outcome}>${read !== null && html`<${ReadSo} read=${read} />`}</div>
  </section>`;
}

/** What became of the pasted text: a sentence, then its lines. */
function ReadSo({ read }) {
  const wrong = misplaced(read).length;
  return html`<p class="outcome">${wrong > 0 ? html`<${Oct} />${say("diagram.misplaced", wrong)}` : say("diagram.all-placed")} ${say("diagram.unmentioned", read.unmentioned)}</p>
    <ol class="placed">${read.lines.map((line) => html`<${Line} key=${`${line.number} ${line.thread} ${line.step} ${line.text}`} line=${line} />`)}</ol>`;
}

function Line({ line }) {
  const { number, thread, text, status, step, near, also } = line;
  const has = step !== null;
  const told = status === "ambiguous" ? say("diagram.ambiguous", step, also.join(", ")) : has ? say(`diagram.${status}`, step) : say(`diagram.${status}`);
  return html`<li value=${number} class=${has ? status : "nowhere"}>
    <code>${thread !== "" && html`<b>${thread}</b> `}${text}</code> <span>${!has && html`<${Oct} size="tiny" label=${say("diagram.no-place")} />`}${sentence(told)}</span>
    ${near.length > 0 && html`<span class="near">${say("diagram.near")} ${near.map((each) => html`<code>${each.text}</code> `)}</span>`}
  </li>`;
}

function Sentences({ state, session }) {
  const frames = framesOf(state.tree);
  return html`<section aria-labelledby="sentences-title">
    <h3 id="sentences-title">${say("diagram.sentences")}</h3>
    ${frames.length < 2 && html`<p>${say("diagram.no-steps")}</p>`}
    <ol class="sentences" tabindex="0" aria-labelledby="sentences-title">
      ${frames.slice(1).map((frame) => html`<li key=${frame.at} aria-current=${frame.at === state.at ? "step" : undefined}>
          <button type="button" class="btn bare" onClick=${() => session.goto(frame.at)}>${sentence(frame.step.sentence.text)}</button>
          ${frame.violations.filter((each) => each.new).map((each) => html` <span class=${each.severity}>${rich("diagram.broken", html`<b>${each.title}</b>`, each.text)}</span>`)}
        </li>`)}
    </ol>
  </section>`;
}
