import type { Reporter } from "./reporter.ts";

/** Loads one format; the others stay on the disk. */
export type LoadReporter = () => Promise<Reporter>;

/** Every format of a report, sorted by name. A new one: its file, its test and a line here. */
export const reporters: Readonly<Record<string, LoadReporter>> = {
  human: async () => (await import("./human/human.ts")).human,
  json: async () => (await import("./json.ts")).json,
  junit: async () => (await import("./junit/junit.ts")).junit,
  markdown: async () => (await import("./markdown/markdown.ts")).markdown,
  sarif: async () => (await import("./sarif/sarif.ts")).sarif,
};
