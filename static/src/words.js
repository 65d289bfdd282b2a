/** Sentences of the server begin small and end without a point; here they become prose. */

/** @param {string|null|undefined} text @returns {string} "" or a whole sentence */
export function sentence(text) {
  if (!text) return "";
  const isWord = /^[a-z]+[ ,:]/.test(text); // not a name such as feb17, zap-zap or pmd_clear
  const begun = isWord ? text[0].toUpperCase() + text.slice(1) : text;
  return /[.!?…:)]$/.test(begun) ? begun : `${begun}.`;
}
