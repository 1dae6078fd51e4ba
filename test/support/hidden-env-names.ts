import type { UnknownCase } from "./audit-cases.ts";
import type { DetailedSpec } from "./install-builder.ts";

const owner = "33:33";
const files = { ".env": { content: "APP_ENV=production\n", mode: 0o600, owner } };
const shopUnit = "/etc/systemd/system/shop.service";

const instead = (name: string, spec: DetailedSpec, code: UnknownCase["code"]): UnknownCase => ({
  name: `a unit that is ${name} and may name others`,
  files,
  root: { owner },
  host: { [shopUnit]: spec },
  code,
  text: shopUnit,
});

/** What names env files cannot be read: nobody knows them all. */
export const hiddenEnvNames: readonly UnknownCase[] = [
  {
    name: "a compose file that is too large and may name others",
    files: {
      ...files,
      "compose.yaml": { content: `services: {}\n${"#".repeat(1_100_000)}\n`, owner },
    },
    root: { owner },
    code: "too-large",
    text: "compose.yaml",
  },
  {
    name: "a compose file that does not parse and may name others",
    files: { ...files, "docker-compose.yml": { content: "services: [\n", owner } },
    root: { owner },
    code: "parse",
    text: "docker-compose.yml",
  },
  {
    name: "a compose file that names one with a variable",
    files: {
      ...files,
      "compose.yaml": { content: "services:\n  a:\n    env_file: conf/${NAME}.env\n", owner },
    },
    root: { owner },
    code: "parse",
    text: "conf/${NAME}.env: compose.yaml:3 names it with variables",
  },
  instead("a FIFO", { is: "fifo" }, "not-a-file"),
  instead("a folder", { is: "directory" }, "not-a-file"),
  instead("a link to itself", { is: "link-loop" }, "link"),
];
