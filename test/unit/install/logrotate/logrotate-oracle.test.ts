import { spawnSync } from "node:child_process";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { promisedDays } from "../../../../src/core/logs/log-rotation.ts";
import { loadLogrotate } from "../../../../src/install/logrotate/load-logrotate.ts";
import { createHostFiles } from "../../../../src/platform/files/file-reader.ts";
import { seededRandom } from "../../../support/mint.ts";
import { needProgram } from "../../../support/need-program.ts";
import { tempFolder } from "../../../support/temp-folder.ts";

/** What `logrotate -d` says of one log: `weekly (4 rotations), log files >= 10 …`. */
function realAnswers(folder: string, conf: string): ReadonlyMap<string, string> {
  // -d changes nothing, and the state is a file of ours.
  const { stderr, stdout } = spawnSync(
    "/usr/sbin/logrotate",
    ["-d", "-s", join(folder, "state"), conf],
    {
      encoding: "utf8",
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LANG: "C" },
    },
  );
  const answers = new Map<string, string>();
  for (const part of `${stdout}${stderr}`.split("rotating pattern: ").slice(1)) {
    const [head = "", ...logs] = part.split("considering log ");
    const text = head.replaceAll(/\s+/g, " ");
    for (const log of logs) {
      const name = log.split("\n")[0]?.trim() ?? "";
      if (!answers.has(name)) answers.set(name, text);
    }
  }
  return answers;
}

/** The same words for what we read. */
function ourAnswer(conf: string, log: string): string {
  const look = loadLogrotate(createHostFiles(), conf).rotationOf(log);
  if (look.kind !== "found") return look.kind;
  const { count, every, maxSize, minSize } = look.value;
  return JSON.stringify({ count, every, maxSize, minSize });
}

function realAnswer(text: string | undefined): string {
  if (text === undefined) return "absent";
  const every = /\bafter (\d+) days/.test(text)
    ? "daily"
    : (/\b(hourly|daily|weekly|monthly|yearly)\b/.exec(text)?.[1] ?? "size");
  const rotations = /\((-?\d+) rotations\)/.exec(text)?.[1];
  const count =
    rotations !== undefined
      ? Number(rotations)
      : text.includes("(no old logs will be kept)")
        ? 0
        : -1;
  const maxSize = /log files >= (\d+) are rotated earlier/.exec(text)?.[1];
  const minSize = /only log files >= (\d+) bytes are rotated/.exec(text)?.[1];
  return JSON.stringify({
    count,
    every,
    ...(maxSize === undefined ? {} : { maxSize: Number(maxSize) }),
    ...(minSize === undefined ? {} : { minSize: Number(minSize) }),
  });
}

/** One configuration: a main file, a folder that it includes, and logs that some stanza is about. */
function generate(
  folder: string,
  seed: number,
): { readonly conf: string; readonly logs: readonly string[] } {
  const below = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const logs = ["a.log", "b.log", "c c.log", "d.log", "e1.log", "e2.log", "f.log"].map((name) =>
    join(folder, "logs", name),
  );
  const option = () =>
    pick([
      "hourly",
      "daily",
      "weekly",
      "weekly 3",
      "monthly",
      "yearly",
      "rotate 3",
      "rotate 0",
      "rotate -1",
      "rotate=14",
      "rotate 90",
      "size 100k",
      "size=2M",
      "size 7",
      "maxsize 10M",
      "maxsize 1G",
      "minsize 5k",
      "maxage 30",
      "compress",
      "delaycompress",
      "missingok",
      "nomissingok",
      "notifempty",
      "create 0640 root adm",
      "dateext",
      "sharedscripts",
      "# rotate 77",
      "",
    ]);
  const body = () => {
    const lines = Array.from({ length: below(6) }, option);
    if (below(4) === 0)
      lines.push("postrotate", "  echo '} rotate 99'", "  rotate 12", "endscript");
    return lines.map((line) => `${pick(["", "  ", "\t"])}${line}`);
  };
  const names = (list: readonly string[]) =>
    list.map((log) => (log.includes(" ") ? `"${log}"` : log.replace(/e\d\.log$/, "e*.log")));
  const stanza = (list: readonly string[]) => {
    const head = names(list).join(pick([" ", "\n", "\n  "]));
    return [`${head}${pick([" {", "\n{", "{ ", " { rotate 5"])}`, ...body(), "}"];
  };
  const globals = () => Array.from({ length: below(4) }, option);
  const text = (lists: readonly (readonly string[])[]) =>
    lists.flatMap((list) => [...globals(), ...stanza(list), ""]).join("\n");
  mkdirSync(join(folder, "d"), { recursive: true });
  mkdirSync(join(folder, "logs"), { recursive: true });
  for (const log of logs) writeFileSync(log, "");
  const [a, b, c, d, e, , f] = logs as [string, string, string, string, string, string, string];
  writeFileSync(join(folder, "d/one"), text([[a, b]]));
  writeFileSync(join(folder, "d/two"), text([[c], [e]]));
  writeFileSync(
    join(folder, "d", pick(["three.dpkg-old", "three~", "three.swp", "Three"])),
    text([[f]]),
  );
  const conf = join(folder, "conf");
  const tail = below(2) === 0 ? text([[d]]) : "";
  const tabooed = below(3) === 0 ? `tabooext ${pick(["+ ", ""])}.swp,hree\n` : "";
  writeFileSync(conf, `${globals().join("\n")}\n${tabooed}include ${folder}/d\n${tail}\n`);
  return { conf, logs };
}

describe("our reading against logrotate -d", () => {
  test("150 generated configurations, seven logs each", ({ skip }) => {
    needProgram(skip, "logrotate");
    const differences: string[] = [];
    const seen = new Map<string, number>();
    for (let seed = 1; seed <= 150; seed += 1) {
      const folder = tempFolder();
      const { conf, logs } = generate(folder, seed);
      const real = realAnswers(folder, conf);
      for (const log of logs) {
        const [ours, theirs] = [ourAnswer(conf, log), realAnswer(real.get(log))];
        const kind = theirs === "absent" ? "absent" : (/"every":"(\w+)"/.exec(theirs)?.[1] ?? "");
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        if (ours !== theirs) differences.push(`seed ${seed} ${log}: ours ${ours}, real ${theirs}`);
      }
    }
    expect(differences.slice(0, 5)).toEqual([]);
    // The generator reaches every answer.
    expect([...seen.keys()].toSorted()).toEqual(
      ["absent", "daily", "hourly", "monthly", "size", "weekly", "yearly"].toSorted(),
    );
  });

  test("maxage takes away exactly what is older, however many are kept", ({ skip }) => {
    needProgram(skip, "logrotate");
    const folder = tempFolder();
    const log = join(folder, "a.log");
    writeFileSync(log, "");
    for (const [index, days] of [5, 29, 31, 40, 200].entries()) {
      const old = `${log}.${index + 1}`;
      writeFileSync(old, "");
      const then = new Date(Date.now() - days * 86_400_000);
      utimesSync(old, then, then);
    }
    const conf = join(folder, "conf");
    writeFileSync(conf, `${log} {\n  daily\n  rotate 90\n  maxage 30\n}\n`);
    const { stdout, stderr } = spawnSync(
      "/usr/sbin/logrotate",
      ["-d", "-f", "-s", join(folder, "state"), conf],
      {
        encoding: "utf8",
      },
    );
    const removed = `${stdout}${stderr}`.match(/removing old log \S+/g) ?? [];
    expect(removed.map((line) => line.slice(-1)).toSorted()).toEqual(["3", "4", "5"]);
    const look = loadLogrotate(createHostFiles(), conf).rotationOf(log);
    expect(look.kind === "found" && promisedDays(look.value)).toBe(30);
  });
});
