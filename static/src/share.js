/** Copying to the clipboard, which browsers allow only on secure origins and localhost. */

/**
 * @param {string} text
 * @param {{clipboard?: {writeText: (text: string) => Promise<void>}}} [browser]
 * @returns {Promise<boolean>} false: the caller shows the text to be copied by hand
 */
export async function copyText(text, browser = globalThis.navigator) {
  try {
    await browser.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
