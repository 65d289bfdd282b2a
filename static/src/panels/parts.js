/** A statement taken apart: the accesses that it consists of, in order, and which of them is next. */

import { statementAt } from "../code/listing.js";
import { html } from "../draw/html.js";
import { say } from "../words.js";

/** The C of a part, cut out of its source. */
export function textOf(source, { line, column, end_line: endLine, end_column: end }) {
  const lines = source.text.split("\n").slice(line - 1, endLine);
  lines[lines.length - 1] = lines.at(-1).slice(0, end - 1);
  lines[0] = lines[0].slice(column - 1);
  return lines.join(" ").replace(/\s+/g, " ");
}

/** @param {{statements: ReadonlyArray<object>, span: object|null, source: object}} props span: what comes next in this call */
export function Parts({ statements, span, source }) {
  const now = statementAt(statements, span);
  if (statements.length === 0) return html`<p class="noparts">${say("thread.no-parts")}</p>`;
  return statements.map(
    (statement, n) => html`<ol key=${n} class="parts" aria-label=${say("thread.parts-of", textOf(source, statement.span))}>
      ${statement.atoms.map((atom, i) => {
        const isNext = now?.statement === statement && now.next === i;
        return html`<li key=${i} class=${isNext ? "now" : ""} aria-current=${isNext ? "step" : undefined}>
          <code translate=${false}>${textOf(source, atom.span)}</code> <span>${atom.text.text}${atom.maybe && html` <small>${say("thread.maybe")}</small>`}</span>
        </li>`;
      })}
    </ol>`,
  );
}

/** The same of the statement that is under way, in one line: only where there is more than one part. */
export function NextParts({ info, span }) {
  const now = statementAt(info.statements, span);
  if (now === null || now.statement.atoms.length < 2) return null;
  const { atoms } = now.statement;
  return html`<p class="strip" aria-label=${say("thread.statement")}>
    ${atoms.map((atom, i) => html`<span key=${i} class=${i < now.next ? "done" : i === now.next ? "now" : ""} aria-current=${i === now.next ? "step" : undefined} title=${atom.text.text}><i>${i + 1}</i> ${short(atom)}</span>`)}
  </p>`;
}

/** "reads the slot", "put_page_testzero", "calls dup_entry". */
const short = ({ text }) => (text.id === "atom.primitive" ? text.args[0] : text.text);
