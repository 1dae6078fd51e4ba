import type { UnknownCase } from "./audit-cases.ts";

const owner = "33:33";

/** The web user has a compose file name what is root's: it must not be looked at. */
export const foreignCompose: UnknownCase = {
  name: "a file elsewhere that a compose file of the web user's names",
  files: {
    ".env": { content: "APP_ENV=production\n", mode: 0o600, owner },
    "compose.yaml": { content: "services:\n  app:\n    env_file: /etc/group\n", owner },
  },
  root: { owner },
  code: "untrusted",
  text: "compose.yaml:3 names it, and others than root can change that",
};
