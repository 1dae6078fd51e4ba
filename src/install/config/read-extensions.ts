import { posix } from "node:path";
import { configurationError } from "../../core/error.ts";
import type { RuleFile } from "../../core/knowledge/rule-file.ts";
import type { Reason } from "../../core/look.ts";
import type { FileReader } from "../../core/ports/files.ts";
import { isInside, joinPath } from "../../core/text/path-text.ts";
import { readText } from "../read-text.ts";

/** Beside a configuration: `audits.d/*.yaml` and so on. */
const folders = ["audits.d", "playbooks.d", "rules.d"] as const;
const maxBytes = 1024 * 1024;

export interface ExtensionReading {
  readonly host: FileReader;
  /** Throws when somebody else could have written the path (see the trust chain). */
  assertTrusted(path: string): void;
}

/**
 * The files that extend us, beside a configuration. Hidden files and other endings are left alone,
 * as in other `*.d` folders; whatever was meant for us and cannot be used is an error.
 *
 * @param configPath absolute.
 * @throws GuardError `EXTENSION_UNREADABLE`, `EXTENSION_NAME`, `UNTRUSTED_PATH`
 */
export function readExtensions(reading: ExtensionReading, configPath: string): readonly RuleFile[] {
  const beside = posix.dirname(configPath);
  return folders.flatMap((name) => readFolder(reading, joinPath(beside, name)));
}

function readFolder(reading: ExtensionReading, folder: string): readonly RuleFile[] {
  const { host } = reading;
  const stat = host.stat(folder);
  if (stat.kind === "absent" && host.readLink(folder).kind !== "found") return [];
  if (stat.kind !== "found") throw unreadable(folder, reasonOf(stat));
  if (stat.value.kind !== "directory") throw unreadable(folder, "it is no folder");
  reading.assertTrusted(folder);
  const listed = host.list(folder);
  if (listed.kind !== "found") throw unreadable(folder, reasonOf(listed));
  return listed.value.flatMap(({ name }) => {
    const path = joinPath(folder, name);
    if (name.startsWith(".") || !/\.(?:ya?ml|json)$/i.test(name)) return [];
    if (!name.endsWith(".yaml")) throw misnamed(path);
    return [readFile(reading, path)];
  });
}

function readFile(reading: ExtensionReading, path: string): RuleFile {
  reading.assertTrusted(path);
  const content = readText(reading.host, path, { maxBytes });
  if (content.kind !== "found") throw unreadable(path, reasonOf(content));
  const { text } = content.value;
  // A pattern in another encoding would match nothing, and nobody would hear of it.
  if (/[\ufffd\0]/.test(text)) throw unreadable(path, "it is no UTF-8 text");
  return { path, text };
}

/**
 * Refuses extensions that lie inside what is audited: they would decide how it is judged.
 *
 * @throws GuardError `EXTENSION_INSIDE_INSTALL`
 */
export function assertExtensionsOutside(
  host: FileReader,
  files: readonly RuleFile[],
  root: string,
): void {
  for (const { path } of files) {
    const real = host.realPath(path);
    if (real.kind === "found" && !isInside(root, real.value) && !isInside(root, path)) continue;
    throw configurationError(
      "EXTENSION_INSIDE_INSTALL",
      `${path}: a file inside what is audited has no say in how it is judged`,
      "move the configuration and its folders outside, as to /etc/iptvbp-guard",
    );
  }
}

function reasonOf(look: { readonly kind: string; readonly reason?: Reason }): string {
  return look.reason?.text ?? "it leads nowhere";
}

function unreadable(path: string, why: string) {
  return configurationError(
    "EXTENSION_UNREADABLE",
    `${path}: cannot be read: ${why}`,
    why === "permission denied"
      ? "run it as root, or name another configuration with --config"
      : "mend it, or move it away",
  );
}

function misnamed(path: string) {
  const name = posix.basename(path).replace(/\.[^.]+$/, "");
  return configurationError(
    "EXTENSION_NAME",
    `${path}: only files that end in .yaml are read`,
    `call it ${name}.yaml, or move it away`,
  );
}
