import { human } from "./human/human.ts";
import { json } from "./json.ts";
import { junit } from "./junit/junit.ts";
import { markdown } from "./markdown/markdown.ts";
import type { Reporter } from "./reporter.ts";
import { sarif } from "./sarif/sarif.ts";

/** Every format of a report, sorted by name. A new one: its file, its test and a line here. */
export const reporters: Readonly<Record<string, Reporter>> = {
  human,
  json,
  junit,
  markdown,
  sarif,
};
