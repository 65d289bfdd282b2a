/** The marks that panels share: who, the octagon, and the few icons of the mock. */

import { html } from "../draw/html.js";
import { OTHERS, say } from "../words.js";

/** The class that gives a thread or mm its colour: the mm's letter. @param {string} mm "A" */
export const hueOf = (mm) => (/^[A-D]/.test(mm ?? "") ? mm[0].toLowerCase() : "");

/** A process glyph: letter, shape and colour. */
export function Who({ mm, name = mm, size = "" }) {
  return html`<span class="who ${hueOf(mm)} ${size}" aria-hidden="true">${name}</span>`;
}

/** The violation mark. */
export function Oct({ size = "", label = null }) {
  return label === null
    ? html`<span class="oct ${size}" aria-hidden="true">!</span>`
    : html`<span class="oct ${size}" role="img" aria-label=${label}>!</span>`;
}

/** The hollow red box: parted, but tolerated until at rest. */
export const Hollow = () => html`<span class="hollow" aria-hidden="true"></span>`;

const PATHS = {
  start: "M1 1h2v12H1zM13 1v12L4 7z",
  back: "M12 1v12L3 7z",
  step: "M2 1v12l9-6z",
  play: "M2 1v12l10-6z",
  pause: "M2 1h4v12H2zM8 1h4v12H8z",
  reset: "M7 2V0l4 3-4 3V4a3.5 3.5 0 1 0 3.4 4.4h2A5.5 5.5 0 1 1 7 2z",
  share: "M8 1h5v5h-1.7V3.9L6.6 8.6 5.4 7.4l4.7-4.7H8zM2 3h4v1.7H2.7v6.6h6.6V8H11v5H1V3z",
};

/** @param {{name: keyof typeof PATHS}} props */
export const Icon = ({ name }) =>
  html`<svg viewBox="0 0 14 14" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;

/** A fork in a road: stepping here starts a branch. */
export const Branch = () =>
  html`<svg class="branch" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 2v12M3 8h5c3 0 3-5 5-5" /></svg>`;

/** A padlock; `mm` gives the holder's colour. */
export const Padlock = ({ mm }) =>
  html`<svg class="padlock ${hueOf(mm)}" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2" /><rect x="2.5" y="7" width="11" height="8" rx="1" />
  </svg>`;

/** The mark of ptscope. */
export const Mark = () =>
  html`<a class="mark" href="/"
    ><svg viewBox="0 0 30 22" aria-hidden="true">
      <path class="wires" d="M6 5 C14 5 12 9 19 9 M6 17 C14 17 12 13 19 13" />
      <circle cx="4" cy="5" r="4" /><rect x="0" y="13" width="8" height="8" />
      <path class="wires" d="M19 4h10v14H19z M19 11h10" /></svg
    >ptscope</a
  >`;

/** The button that theme.js listens to. */
export const ThemeButton = ({ push = false }) =>
  html`<button type="button" class="btn bare ${push ? "push" : ""}" data-theme-toggle aria-label=${say("bar.theme")}>
    <svg viewBox="0 0 14 14" aria-hidden="true"><path d="M7 0a7 7 0 1 0 0 14z" /><circle class="ring" cx="7" cy="7" r="6.2" /></svg>
  </button>`;

/** The way to the other languages: the address is made when it is used, for it follows the run. */
export const Languages = ({ addressIn }) =>
  OTHERS.map(
    ([code, name]) => html`<a key=${code} class="btn bare language" href=${`/language/${code}`} lang=${code} hreflang=${code}
      aria-label=${say("bar.language", name)} onClick=${(event) => (event.currentTarget.href = addressIn(code))}>${code}</a>`,
  );

/** A button that stays in place when it is off, with the reason in reach. */
export function Button({ main = false, bare = false, off = null, describedby, onPress, label, title, children, ...rest }) {
  const disabled = off !== null;
  return html`<button
    type="button"
    class="btn ${main ? "main" : ""} ${bare ? "bare" : ""}"
    aria-label=${label}
    aria-disabled=${disabled ? "true" : undefined}
    aria-describedby=${disabled ? describedby : undefined}
    title=${disabled ? off : title}
    onClick=${disabled ? undefined : onPress}
    ...${rest}
  >
    ${children}
  </button>`;
}
