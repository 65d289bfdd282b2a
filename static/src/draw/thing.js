/** The group of one object: its name for tests and links, its title, its clicks, whether it changed or is highlighted. */
import { html } from "./html.js";

/** @param {{ name: string, kind: string, title: string, scene: object, children: any }} props */
export function Thing({ name, kind, title, scene, children }) {
  const { changed, lit, onSelect } = scene;
  const classes = ["thing", kind, changed.has(name) && "is-changed", lit.has(name) && "lit", onSelect && "live"];
  return html`<g class=${classes.filter(Boolean).join(" ")} data-name=${name} onClick=${onSelect && (() => onSelect(name))}>
    <title>${title}</title>
    ${children}
  </g>`;
}
