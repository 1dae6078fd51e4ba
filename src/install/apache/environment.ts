import type { FileReader } from "../../core/ports/files.ts";
import type { EnvEntry } from "../../core/install/install.ts";
import { Secret } from "../../core/secrets/secret.ts";
import { joinPath, parentOf } from "../../core/text/path-text.ts";
import { type Gap, gap } from "../../core/look.ts";
import { readText } from "../read-text.ts";

/** The environment that a distribution starts Apache with. */
export interface ApacheEnvironment {
  /** The file, when there is one. */
  readonly path?: string;
  readonly values: ReadonlyMap<string, string>;
  readonly entries: readonly EnvEntry[];
  /** Names given with `-D` in its arguments. */
  readonly defined: readonly string[];
  readonly gaps: readonly Gap[];
}

/**
 * Debian's `envvars` beside the main file, a shell script of exports. Only plain assignments are
 * read: whatever else it does leaves a name unset, and a path with such a name undecided.
 */
export function readEnvironment(host: FileReader, mainFile: string): ApacheEnvironment {
  const candidates = [joinPath(parentOf(mainFile), "envvars"), "/etc/sysconfig/httpd"];
  const values = new Map<string, string>();
  const entries: EnvEntry[] = [];
  const gaps: Gap[] = [];
  for (const path of candidates) {
    const content = readText(host, path);
    if (content.kind === "blocked") gaps.push(gap(path, content.reason));
    if (content.kind !== "found") continue;
    for (const [index, raw] of content.value.text.split(/\r?\n/).entries()) {
      const [, name, text] = /^(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(raw.trimEnd()) ?? [];
      const value = text === undefined ? undefined : shellValue(text, values);
      if (name === undefined || value === undefined) continue;
      values.set(name, value);
      entries.push({ key: name, value: new Secret(value), line: index + 1 });
    }
    const words = `${values.get("APACHE_ARGUMENTS") ?? ""} ${values.get("OPTIONS") ?? ""}`;
    const defined = [...words.matchAll(/-D\s*(\w+)/g)].map(([, name = ""]) => name);
    return { path, values, entries, defined, gaps };
  }
  return { values, entries, defined: [], gaps };
}

/** One word of shell; undefined when it runs something or is more than a word. */
function shellValue(text: string, known: ReadonlyMap<string, string>): string | undefined {
  const quoted = /^'([^']*)'$/.exec(text);
  if (quoted) return quoted[1];
  const [, double, plain] =
    /^(?:"((?:[^"\\`]|\\.)*)"|([^\s"'`;|&<>()]*))(?:\s.*)?$/.exec(text) ?? [];
  const bare = double ?? plain;
  if (bare === undefined || bare.includes("$(")) return undefined;
  return bare.replaceAll(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (_, braced?: string, named?: string) => known.get(braced ?? named ?? "") ?? "",
  );
}
