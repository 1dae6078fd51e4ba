// Puts the program into few files: loading some 500 modules one by one takes longer than most
// audits. Dependencies stay packages of their own, so that what is shipped can be looked at.
import { readFileSync } from "node:fs";
import { build } from "rolldown";

const manifest = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const packages = Object.keys(manifest.dependencies);

await build({
  cwd: import.meta.dirname,
  input: "src/cli/main.ts",
  platform: "node",
  external: (id) => packages.some((name) => id === name || id.startsWith(`${name}/`)),
  // As deep below the top as src/platform is: `../../rules/` is right in both.
  output: { dir: "dist/bundle", format: "esm", chunkFileNames: "[name].js" },
});
