import { posix } from "node:path";
import { configurationError } from "../../core/error.ts";
import type { FileReader } from "../../core/ports/files.ts";
import { type Reason, absent } from "../../core/look.ts";
import { nearest } from "../../core/text/nearest.ts";
import { isInside } from "../../core/text/path-text.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";
import { readText } from "../read-text.ts";
import type { GuardConfig } from "./guard-config.ts";
import { parseConfig } from "./parse-config.ts";

export const systemFolder = "/etc/iptvbp-guard";

/** Where a configuration may come from, strongest first. */
export interface ConfigPlaces {
  /** `--config`: a file, or a name for `/etc/iptvbp-guard/NAME.yaml`. */
  readonly option?: string;
  /** `$IPTVBP_GUARD_CONFIG`. */
  readonly variable?: string;
  /** `$XDG_CONFIG_HOME`, else `~/.config`. */
  readonly userFolder?: string;
  /** For relative paths. */
  readonly cwd: string;
}

export interface ConfigReading {
  readonly host: FileReader;
  readonly catalogue: Catalogue;
  /** Throws when somebody else could have written the file (see the trust chain). */
  assertTrusted(path: string): void;
}

/** `$XDG_CONFIG_HOME/iptvbp-guard/guard.yaml`. */
export function userConfigPath(userFolder: string): string {
  return posix.join(userFolder, "iptvbp-guard", "guard.yaml");
}

/**
 * Finds and reads the configuration; undefined when there is none and none was asked for.
 *
 * @throws GuardError kind `configuration`: asked for and not there, not readable, not trusted,
 * wrong, or inside the install that it describes.
 */
export function findConfig(reading: ConfigReading, places: ConfigPlaces): GuardConfig | undefined {
  const path = findConfigPath(reading.host, places);
  return path === undefined ? undefined : readConfig(reading, path);
}

/**
 * Where the configuration is; undefined when there is none and none was asked for.
 *
 * @throws GuardError `CONFIG_MISSING`, `CONFIG_UNREADABLE`
 */
export function findConfigPath(host: FileReader, places: ConfigPlaces): string | undefined {
  const folder = places.userFolder;
  const asked = askedFor(places, host);
  const usual = [
    posix.join(systemFolder, "guard.yaml"),
    ...(folder ? [userConfigPath(folder)] : []),
  ];
  for (const path of asked ? [asked.path] : usual) {
    const stat = host.stat(path);
    if (stat.kind === "blocked") throw unreadable(path, stat.reason);
    if (stat.kind === "found") return path;
  }
  if (asked) throw missing(asked, host);
  return undefined;
}

function askedFor(
  { option, variable, cwd }: ConfigPlaces,
  host: FileReader,
): { path: string; source: string } | undefined {
  if (option !== undefined) {
    const path = posix.resolve(cwd, option);
    const looksLikeName = /^[\w-][\w.-]*$/.test(option) && !/\.ya?ml$/.test(option);
    const here = looksLikeName ? host.stat(path) : absent;
    // An install is often called as its configuration, and where it lies is the current folder.
    const isFile = here.kind === "found" && here.value.kind !== "directory";
    const named = posix.join(systemFolder, `${option}.yaml`);
    return { path: looksLikeName && !isFile ? named : path, source: "--config" };
  }
  if (variable === undefined || variable === "") return undefined;
  return { path: posix.resolve(cwd, variable), source: "$IPTVBP_GUARD_CONFIG" };
}

function missing({ path, source }: { path: string; source: string }, host: FileReader) {
  const what = `${path}: no such configuration (${source})`;
  if (posix.dirname(path) !== systemFolder) {
    return configurationError("CONFIG_MISSING", what, "write one with: init");
  }
  const name = posix.basename(path, ".yaml");
  const names = configNames(host);
  const near = nearest(name, names);
  const others = names.length > 0 ? [`there are, for --config: ${names.join(", ")}`] : [];
  return configurationError(
    "CONFIG_MISSING",
    what,
    ...(near === undefined ? others : [`did you mean: --config ${near}`]),
    `write it with: init --config ${name}`,
  );
}

/** What `--config NAME` may be on this host. */
export function configNames(host: FileReader): readonly string[] {
  const listed = host.list(systemFolder);
  if (listed.kind !== "found") return [];
  return listed.value.flatMap(({ name, stat }) =>
    stat.kind === "file" && /^[\w-][\w.-]*\.yaml$/.test(name)
      ? [posix.basename(name, ".yaml")]
      : [],
  );
}

/** Reads one configuration file. */
function readConfig(reading: ConfigReading, path: string): GuardConfig {
  reading.assertTrusted(path);
  const content = readText(reading.host, path, { maxBytes: 1024 * 1024 });
  if (content.kind !== "found") {
    throw unreadable(path, content.kind === "blocked" ? content.reason : undefined);
  }
  const config = parseConfig(content.value.text, path, reading.catalogue);
  if (config.install.root !== undefined) {
    assertConfigOutside(path, config.install.root.value, reading.host);
  }
  return config;
}

function unreadable(path: string, reason: Reason | undefined) {
  const why = reason?.text ?? "it vanished";
  return configurationError(
    "CONFIG_UNREADABLE",
    `${path}: cannot be read: ${why}`,
    reason?.code === "permission"
      ? "run it as root, or name another file with --config"
      : "name another file with --config",
  );
}

/**
 * A tree that can configure its own audit can waive itself.
 *
 * @throws GuardError `CONFIG_INSIDE_INSTALL`
 */
export function assertConfigOutside(path: string, root: string, host: FileReader): void {
  const [realRoot, realPath] = [host.realPath(root), host.realPath(path)];
  const top = realRoot.kind === "found" ? realRoot.value : root;
  const file = realPath.kind === "found" ? realPath.value : path;
  if (!isInside(top, file) && !isInside(root, path)) return;
  throw configurationError(
    "CONFIG_INSIDE_INSTALL",
    `${path}: a configuration inside the install it describes is not used`,
    `move it to ${posix.join(systemFolder, "guard.yaml")}`,
  );
}
