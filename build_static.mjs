/** Bundles the page: entries of static/src and static/css to static/dist, minified, with source maps. `--watch` stays. */

import { build, context } from "esbuild";

const options = {
  entryPoints: [
    ...["run", "home", "costs", "lesson", "lessons", "capture", "compare", "protocol", "theme"].map((name) => `static/src/${name}.js`),
    ...["base", "run"].map((name) => `static/css/${name}.css`),
  ],
  entryNames: "[name]",
  outdir: "static/dist",
  bundle: true,
  minify: true,
  sourcemap: true,
  format: "esm",
  target: ["chrome111", "firefox115", "safari16.4"],
  legalComments: "none",
  logLevel: "warning",
};

if (process.argv.includes("--watch")) await (await context(options)).watch();
else await build(options);
