import type { RedisServer, RedisServers } from "../../core/install/redis-server.ts";
import { type Gap, type Look, gap } from "../../core/look.ts";
import type { FileReader } from "../../core/ports/files.ts";
import { expandGlob, isGlob } from "../glob.ts";
import { readText } from "../read-text.ts";
import { type DefaultUser, applyRules, freshDefaultUser } from "./default-user.ts";
import { type RedisLine, parseRedis } from "./parse-redis.ts";

/** Where Debian, Red Hat and their kin keep it; Valkey is Redis under another name. */
const mainFiles = [
  "/etc/redis/*.conf",
  "/etc/redis.conf",
  "/etc/valkey/*.conf",
  "/etc/valkey.conf",
];
const deepest = 16;

interface Reading {
  readonly host: FileReader;
  readonly gaps: Gap[];
  /** Files that others include are no servers of their own. */
  readonly included: Set<string>;
}

/** The Redis servers that this host has a configuration of. */
export function loadRedis(host: FileReader): RedisServers {
  const reading: Reading = { host, gaps: [], included: new Set() };
  const files = mainFiles.flatMap((pattern) => {
    const { paths, gaps } = expandGlob(host, pattern);
    reading.gaps.push(...gaps);
    return paths;
  });
  const read = files.map((file) => ({ file, ...readServer(reading, file) }));
  const servers = read
    .filter(({ file }) => !reading.included.has(file))
    .flatMap(({ server }) => server ?? []);
  return { servers, gaps: reading.gaps };
}

/** Nothing of which a part could not be read: that part may turn everything round. */
function readServer(reading: Reading, file: string): { readonly server?: RedisServer } {
  const before = reading.gaps.length;
  const lines = linesOf(reading, file, 0);
  if (lines.some(({ name }) => name === "sentinel")) return {};
  const server = serverOf(reading, file, lines);
  return reading.gaps.length > before ? {} : { server };
}

function linesOf(reading: Reading, file: string, depth: number): readonly RedisLine[] {
  const content = readLines(reading, file);
  return content.flatMap((line) => {
    if (line.name !== "include") return [line];
    const [pattern = ""] = line.args;
    const undecided = (text: string) =>
      void reading.gaps.push(gap(`${file}:${line.line}`, { code: "parse", text }));
    if (!pattern.startsWith("/")) {
      undecided(`${pattern} counts from the folder that Redis was started in`);
      return [];
    }
    if (depth >= deepest) {
      undecided("included too deep");
      return [];
    }
    const { paths, gaps } = isGlob(pattern)
      ? expandGlob(reading.host, pattern)
      : { paths: [pattern], gaps: [] };
    reading.gaps.push(...gaps);
    for (const path of paths) reading.included.add(path);
    return paths.flatMap((path) => linesOf(reading, path, depth + 1));
  });
}

function readLines({ host, gaps }: Reading, file: string): readonly RedisLine[] {
  const content: Look<{ readonly text: string }> = readText(host, file);
  if (content.kind === "blocked") gaps.push(gap(file, content.reason));
  // Redis does not start without a file that it is told to include.
  if (content.kind === "absent") gaps.push(gap(file, { code: "io", text: "does not exist" }));
  if (content.kind !== "found") return [];
  const lines = parseRedis(content.value.text, file);
  if (lines.includes(undefined)) {
    gaps.push(gap(file, { code: "parse", text: "has a line with unbalanced quotes" }));
  }
  return lines.filter((line) => line !== undefined);
}

function serverOf(reading: Reading, file: string, lines: readonly RedisLine[]): RedisServer {
  const last = (name: string) => lines.findLast((line) => line.name === name);
  const text = (name: string) => last(name)?.args[0]?.toLowerCase();
  const bind = last("bind")?.args ?? [];
  const hasTcp = (text("port") ?? "6379") !== "0" || (text("tls-port") ?? "0") !== "0";
  const { user, line } = defaultUser(reading, lines);
  const perm = text("unixsocketperm");
  return {
    file,
    line: line ?? last("protected-mode")?.line ?? 1,
    open: user.on && user.nopass && user.commands,
    protectedMode: text("protected-mode") !== "no",
    addresses: hasTcp ? (bind.length === 0 ? ["*"] : bind.map(bare)) : [],
    // Without a mode of its own the socket gets what the umask leaves, for all in the worst case.
    ...(text("unixsocket") ? { socketMode: Number.parseInt(perm ?? "777", 8) } : {}),
  };
}

/** A minus says that a missing address is no error. */
function bare(address: string): string {
  const name = address.replace(/^-/, "");
  return name === "" || name === "::*" ? "*" : name;
}

function defaultUser(
  reading: Reading,
  lines: readonly RedisLine[],
): { readonly user: DefaultUser; readonly line?: number } {
  const password = lines.findLast(({ name }) => name === "requirepass");
  const aclFile = lines.findLast(({ name }) => name === "aclfile")?.args[0];
  // A file of users that leaves the default one out gives it everything, whatever requirepass says.
  const hasPassword = password !== undefined && password.args[0] !== "" && !aclFile;
  const start = { ...freshDefaultUser, nopass: !hasPassword };
  const listed = aclFile ? aclLines(reading, aclFile) : lines;
  const own = listed.filter(({ name, args }) => name === "user" && args[0] === "default");
  const line = own.at(-1);
  if (!line) {
    return { user: start, ...(password ? { line: password.line } : {}) };
  }
  return { user: applyRules(line.args.slice(1)), line: line.line };
}

/** In an ACL file nothing is quoted and every line is a user. */
function aclLines(reading: Reading, file: string): readonly RedisLine[] {
  if (file.startsWith("/")) return readLines(reading, file);
  const text = "counts from the folder that Redis was started in";
  reading.gaps.push(gap(`aclfile ${file}`, { code: "parse", text }));
  return [];
}
