/** The commands of this version: a next command is only printed when it is one of them. */
export const registered: readonly string[] = [
  "attest",
  "audit",
  "demo",
  "explain",
  "fix",
  "incident",
  "init",
  "report",
  "rotate",
  "rules",
  "scan",
  "undo",
];
