import { loadCatalogue } from "../../catalogue/load-catalogue.ts";
import { joinPath } from "../../core/text/path-text.ts";
import type { Report } from "../../core/documents/report.ts";
import type { SampleWriter } from "../../core/ports/sample-writer.ts";
import { type AuditProgress, type AuditRun, auditInstall } from "../audit/audit-install.ts";
import type { Ports } from "../ports.ts";
import { mintSampleSecrets } from "./sample-secrets.ts";
import { sampleShop } from "./sample-shop.ts";

export interface DemoOptions {
  /** Keep the sample here; otherwise it is deleted at the end. */
  readonly keep?: string;
}

export interface DemoRun extends AuditRun {
  /** Absolute folder that holds `www` and `guard.yaml`; gone unless it was kept. */
  readonly folder: string;
  readonly files: number;
  readonly commits: number;
}

/** Nothing of the sample runs: what this machine does is none of its business. */
const ofTheMachine = [
  "access/private-listeners",
  "access/redis-protected",
  "privilege/service-user",
];

/** Builds the sample, audits it, and deletes it unless it is to be kept. */
export async function runDemo(
  ports: Ports,
  writer: SampleWriter,
  options: DemoOptions,
  progress: AuditProgress & { readonly built?: (files: number, commits: number) => void } = {},
): Promise<DemoRun> {
  const folder = writer.createFolder(options.keep);
  try {
    const { files, commits } = await buildSample(ports, writer, folder);
    progress.built?.(files, commits);
    const run = await auditInstall(
      ports,
      {
        config: joinPath(folder, "guard.yaml"),
        failOn: "medium",
        strict: false,
        skip: ofTheMachine,
      },
      progress,
    );
    return { ...run, report: asDemo(run.report), folder, files, commits };
  } catch (error) {
    // Half a sample is of no use to anybody, kept or not.
    writer.remove(folder);
    throw error;
  } finally {
    if (options.keep === undefined) writer.remove(folder);
  }
}

async function buildSample(ports: Ports, writer: SampleWriter, folder: string) {
  const random = randomBelow(ports);
  const { accounts } = ports;
  const shop = sampleShop({
    folder,
    owner: `${accounts.userName(accounts.self.uid)}:${accounts.groupName(accounts.self.gid)}`,
    now: ports.clock.now(),
    secrets: mintSampleSecrets(loadCatalogue(ports.ruleFiles()), random),
  });
  const www = joinPath(folder, "www");
  writer.createFolder(www);
  await writer.commit(www, shop.commits);
  writer.write(www, shop.loose);
  writer.write(folder, shop.beside);
  const removed = shop.commits.flatMap((commit) => commit.removed ?? []);
  const committed = new Set(shop.commits.flatMap(({ files }) => files.map(({ path }) => path)));
  for (const path of removed) committed.delete(path);
  return {
    files: committed.size + shop.loose.length + shop.beside.length,
    commits: shop.commits.length,
  };
}

/** Unbiased, from the machine's randomness: the sample's keys are as good as real ones. */
function randomBelow(ports: Ports): (below: number) => number {
  return (below) => {
    const limit = Math.floor(0x1_0000_0000 / below) * below;
    for (;;) {
      const [a = 0, b = 0, c = 0, d = 0] = ports.random.bytes(4);
      const value = a * 0x100_0000 + b * 0x1_0000 + c * 0x100 + d;
      if (value < limit) return value % below;
    }
  };
}

/** The demo did what it was asked to: its own exit is 0, whatever it found. */
function asDemo(report: Report): Report {
  const { exitCode, exitReason } = report.summary;
  return {
    ...report,
    summary: {
      ...report.summary,
      exitCode: 0,
      exitReason: `as audit this would exit ${exitCode}: ${exitReason}`,
    },
  };
}
