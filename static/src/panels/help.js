/** The keys, written from the key map itself. */

import { useEffect, useRef } from "preact/hooks";
import { html } from "../draw/html.js";
import { memo } from "../draw/memo.js";
import { KEYS, LINE_KEYS, threadKeys } from "../keys.js";
import { PRESENT_KEYS } from "../present.js";
import { say } from "../words.js";

/** @param {{open: boolean, info: object|null, onClose: () => void}} props */
export const Help = memo(({ open, info, onClose }) => {
  const dialog = useRef(null);
  useEffect(() => {
    if (open && !dialog.current.open) dialog.current.showModal();
    if (!open && dialog.current.open) dialog.current.close();
  }, [open]);
  const rows = [...KEYS.slice(0, 6), ...threadKeys(info?.stories.map((story) => story.thread) ?? []), ...KEYS.slice(6)];
  const presenting = [...PRESENT_KEYS, { shown: "1 … 9", help: "scene" }];
  return html`<dialog ref=${dialog} class="help" aria-labelledby="help-title" onClose=${onClose} onClick=${(event) => event.target === dialog.current && onClose()}>
    <h2 id="help-title">${say("keys.title")}</h2>
    <table>
      <tbody>${rows.map((row) => html`<tr key=${row.command + (row.thread ?? "")}><th scope="row"><kbd>${row.shown}</kbd></th><td>${row.help ?? say(`keys.${row.command}`, row.thread)}</td></tr>`)}</tbody>
    </table>
    <h3>${say("keys.on-a-line")}</h3>
    <table>
      <tbody>${LINE_KEYS.map((row) => html`<tr key=${row.command}><th scope="row"><kbd>${row.shown}</kbd></th><td>${say(`keys.${row.command}`)}</td></tr>`)}</tbody>
    </table>
    <h3>${say("keys.presenting")}</h3>
    <table>
      <tbody>${presenting.map((row) => html`<tr key=${row.shown}><th scope="row"><kbd>${row.shown}</kbd></th><td>${say(`keys.${row.help}`)}</td></tr>`)}</tbody>
    </table>
    <p>${say("keys.ruler")}</p>
    <p>${say("picture.keys")}</p>
    <button type="button" class="btn main" onClick=${onClose}>${say("keys.close-button")}</button>
  </dialog>`;
});
