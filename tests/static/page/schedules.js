/** What only the server does with schedules: it splits their text into choices, and joins them again. */

/** @param {string} text "1.AB3A!2"; "" and "1." are the empty schedule @returns {string[]} "A", "B", "B", "B", "A!", "A!" */
export function split(text) {
  const runs = text.slice("1.".length).matchAll(/([A-Z][a-z]*!?)([1-9][0-9]*)?/g);
  return [...runs].flatMap(([, choice, count]) => Array(Number(count ?? 1)).fill(choice));
}

/** @param {string[]} choices @returns {string} the canonical text */
export function join(choices) {
  let text = "1.";
  for (let i = 0; i < choices.length; ) {
    let end = i + 1;
    while (end < choices.length && choices[end] === choices[i]) end += 1;
    text += end - i > 1 ? `${choices[i]}${end - i}` : choices[i];
    i = end;
  }
  return text;
}
