/** The keys, written from the key map itself. */

import { useEffect, useRef } from "preact/hooks";
import { html } from "../draw/html.js";
import { memo } from "../draw/memo.js";
import { KEYS, LINE_KEYS, threadKeys } from "../keys.js";
import { PRESENT_KEYS } from "../present.js";
import { say } from "../words.js";
import { Button } from "./glyphs.js";

/** Keys that come before those of the threads: how to move along the run. */
const MOVES = 6;

/** @param {{open: boolean, info: object|null, onClose: () => void}} props */
export const Help = memo(({ open, info, onClose }) => {
  const dialog = useRef(null);
  useEffect(() => {
    if (open && !dialog.current.open) dialog.current.showModal();
    if (!open && dialog.current.open) dialog.current.close();
  }, [open]);
  return html`<dialog ref=${dialog} class="help" aria-labelledby="help-title" onClose=${onClose} onClick=${(event) => event.target === dialog.current && onClose()}>
    ${open && html`<header>
        <h2 id="help-title">${say("keys.title")}</h2>
        <${Button} bare label=${say("keys.close-button")} onPress=${onClose}>×<//>
      </header>
      <${Keys} threads=${info?.stories.map((story) => story.thread) ?? []} />`}
  </dialog>`;
});

function Keys({ threads }) {
  const rows = [...KEYS.slice(0, MOVES), ...threadKeys(threads), ...KEYS.slice(MOVES)].map((row) => ({
    shown: row.shown,
    text: say(`keys.${row.command}`, row.thread),
  }));
  const onLine = LINE_KEYS.map(({ shown, command }) => ({ shown, text: say(`keys.${command}`) }));
  const presenting = [...PRESENT_KEYS, { shown: "1 … 9", help: "scene" }].map(({ shown, help }) => ({ shown, text: say(`keys.${help}`) }));
  return html`<div class="parts">
    <${Rows} rows=${rows} />
    <div>
      <h3>${say("keys.on-a-line")}</h3><${Rows} rows=${onLine} />
      <h3>${say("keys.presenting")}</h3><${Rows} rows=${presenting} />
      <p>${say("keys.ruler")}</p>
      <p>${say("picture.keys")}</p>
    </div>
  </div>`;
}

const Rows = ({ rows }) => html`<table>
  <tbody>${rows.map(({ shown, text }) => html`<tr key=${text}><th scope="row"><kbd>${shown}</kbd></th><td>${text}</td></tr>`)}</tbody>
</table>`;
