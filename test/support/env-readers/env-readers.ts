import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "dotenv";
import { tempFolder } from "../temp-folder.ts";

/** Names and values; null where the reader takes the whole file for a mistake. */
export type EnvReading = Readonly<Record<string, string>> | null;

const folder = import.meta.dirname;
const generator = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator";

/** The real readers of env files, each given many texts. */
export const envReaders = {
  dotenv: (texts: readonly string[]): readonly EnvReading[] => texts.map((text) => parse(text)),
  php: (texts: readonly string[]) => inOneRun("php", [path.join(folder, "read.php")], texts),
  compose: (texts: readonly string[]) => inOneRun(composeReader(), [], texts),
  systemd: (texts: readonly string[]) => texts.map((text) => systemdReading(text)),
  shell: (texts: readonly string[]) => texts.map((text) => shellReading(text)),
} as const;

function inOneRun(
  program: string,
  args: readonly string[],
  texts: readonly string[],
): readonly EnvReading[] {
  const ran = spawnSync(program, args, {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (ran.status !== 0) throw new Error(`${program}: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as readonly EnvReading[];
}

/** Builds the small program around docker compose's package. */
function composeReader(): string {
  const program = path.join(tempFolder(), "env-readers");
  const built = spawnSync("go", ["build", "-o", program, "."], { cwd: folder, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`go build: ${built.stderr}`);
  return program;
}

/**
 * The generator for environment.d reads lines as EnvironmentFile= does, and expands `$` on top of
 * it, which EnvironmentFile= does not: no `$` in these texts.
 */
function systemdReading(text: string): EnvReading {
  const home = tempFolder();
  const place = path.join(home, "environment.d");
  mkdirSync(place);
  writeFileSync(path.join(place, "a.conf"), text);
  const ran = spawnSync(generator, {
    env: { HOME: home, XDG_CONFIG_HOME: home },
    encoding: "utf8",
  });
  // Ends with 1 on a file it cannot take.
  if (ran.status !== 0) return null;
  const lines = ran.stdout.split("\n").flatMap((line) => {
    const at = line.indexOf("=");
    return at < 0 ? [] : [[line.slice(0, at), unquoted(line.slice(at + 1))] as const];
  });
  return Object.fromEntries(lines.filter(([name]) => /^[A-D]{2}$/.test(name)));
}

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
};

/** The generator's output quotes what is not plain, with the escapes of C. */
function unquoted(written: string): string {
  if (!written.startsWith('"')) return written;
  return written
    .slice(1, -1)
    .replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}

/** No program is in its reach; a file that says anything on stderr is a mistake. */
function shellReading(text: string): EnvReading {
  const file = path.join(tempFolder(), "env");
  writeFileSync(file, text);
  const script = `set -a; . "$0"; for n in AA BB CC DD; do eval "[ -n \\"\\\${$n+x}\\" ] && printf '%s=%s\\0' $n \\"\\$$n\\""; done; exit 0`;
  const ran = spawnSync("/bin/sh", ["-c", script, file], {
    env: { PATH: "/nonexistent" },
    encoding: "utf8",
    timeout: 5000,
  });
  if (ran.status !== 0 || ran.stderr !== "") return null;
  const pairs = ran.stdout.split("\0").filter((pair) => pair !== "");
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
}
