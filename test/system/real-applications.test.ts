import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Report } from "../../src/core/documents/report.ts";
import { isRoot } from "../support/as-user.ts";
import { mint } from "../support/mint.ts";
import type { PrivateHost } from "../support/private-host.ts";
import { applications, commitAll, layOut, needPackage } from "../support/real-application.ts";

const www = "var/www/shop";

async function audit(host: PrivateHost, uid = 0): Promise<{ report: Report; stderr: string }> {
  const own = "/var/lib/own-state";
  const state = uid === 0 ? [] : ["--state-dir", own];
  if (uid !== 0) {
    fs.mkdirSync(host.real(own));
    fs.chownSync(host.real(own), uid, uid);
  }
  const run = await host.guard(["audit", "--format", "json", ...state], { uid });
  if (run.status === 2 || run.status === 5) throw new Error(run.stderr);
  return { report: JSON.parse(run.stdout) as Report, stderr: run.stderr };
}

const withStatus = (report: Report, status: string) =>
  report.audits.filter((row) => row.status === status).map(({ id }) => id);

/** A finding as one line: what, where. */
const lines = ({ findings }: Report) =>
  findings.map(({ auditId, severity, location }) => {
    const where = "path" in location ? (location.path ?? "") : JSON.stringify(location);
    const line = "line" in location && location.line !== undefined ? `:${location.line}` : "";
    return `${severity} ${auditId} ${where}${line}`;
  });

/** Puts a key into a file that the application ships; gives the place. */
function plant(host: PrivateHost, file: string, secret: string): string {
  const place = host.real(path.join(www, file));
  const text = fs.readFileSync(place, "utf8").split("\n");
  const at = Math.min(12, text.length - 1);
  text.splice(at, 0, `// moved here while debugging: "${secret}"`);
  fs.writeFileSync(place, text.join("\n"));
  return `${file}:${at + 1}`;
}

/** A PHP file in the middle of the application, always the same one. */
function someFile(host: PrivateHost): string {
  const top = host.real(www);
  const files = fs
    .readdirSync(top, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".php"))
    .filter((name) => {
      const stats = fs.lstatSync(path.join(top, name));
      return stats.isFile() && stats.size > 2000;
    })
    .toSorted();
  return files[Math.floor(files.length / 2)] ?? "";
}

describe.each(applications.map((name, index) => [name, index + 1] as const))("%s", (name, seed) => {
  // An audit changes nothing of an install: the tests share one, and the last one plants a key.
  let laidOut: PrivateHost | undefined;
  const hostOf = (skip: (note: string) => void): PrivateHost => {
    if (!isRoot) skip("takes root: a host of its own");
    return (laidOut ??= layOut(needPackage(skip, name), name, seed));
  };

  test("healthy, as root: exit 0, no finding, nothing unknown", async ({ skip }) => {
    const host = hostOf(skip);
    const { report, stderr } = await audit(host);
    expect(lines(report)).toEqual([]);
    expect(withStatus(report, "unknown"), stderr).toEqual([]);
    expect(report.looked.gaps).toEqual([]);
    expect(report.summary.exitCode).toBe(0);
    expect(withStatus(report, "skipped").filter((id) => !isStated(id))).toEqual([]);
  });

  test("healthy, as www-data: the same but for what takes root", async ({ skip }) => {
    const host = hostOf(skip);
    const { report } = await audit(host, 33);
    expect(lines(report)).toEqual([]);
    expect(withStatus(report, "unknown").filter((id) => !takesRoot.has(id))).toEqual([]);
  });

  test("the bot token in the code and in history: those two places and no other", async ({
    skip,
  }) => {
    const host = hostOf(skip);
    const file = someFile(host);
    const where = plant(host, file, mint("discord.bot-token", seed));
    commitAll(host.real(www));
    const { report } = await audit(host);
    expect(lines(report)).toEqual([
      `critical secrets/none-in-history ${where}`,
      `critical secrets/none-in-worktree ${where}`,
    ]);
  });
});

/** Skipped until somebody states it: nothing on the machine could answer. */
const isStated = (id: string) => /^(?:accounts|access|monitoring|privilege|rotation)\//.test(id);

/** What www-data may not read on a well-kept server. */
const takesRoot = new Set<string>([]);
