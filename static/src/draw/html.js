/** The one place where markup becomes preact nodes: tagged templates, no build-time JSX, never innerHTML. */
import { h } from "preact";
import htm from "htm";

/** @type {(strings: TemplateStringsArray, ...values: unknown[]) => any} */
export const html = htm.bind(h);
