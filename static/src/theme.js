/** Light or dark, before the first paint: loaded on its own, ahead of everything else. */

const KEY = "ptscope-theme";
const root = document.documentElement;

const stored = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage may be forbidden: then the choice lasts as long as the page
  }
};

const named = stored();
if (named === "light" || named === "dark") root.dataset.theme = named;

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-theme-toggle]")) return;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = (root.dataset.theme ?? system) === "dark" ? "light" : "dark";
  try {
    localStorage.setItem(KEY, root.dataset.theme);
  } catch {
    // as above
  }
});
