import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { FixPlan } from "../../core/fix.ts";
import { reasonOfKind } from "../../core/install/file-kind-reason.ts";
import { findReaders } from "../../core/install/foreign-readers.ts";
import { formatMode } from "../../core/install/mode.ts";
import { judgePrivateFile } from "../../core/install/private-content.ts";
import { readerOf } from "../../core/install/reader-of.ts";
import { shownPath } from "../../core/install/shown-path.ts";
import { keyNamesOfTree, namedFiles, tlsOfSites } from "../../core/install/tls-files.ts";
import { type Gap, gap } from "../../core/look.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import type { FileStat } from "../../core/ports/files.ts";
import { commandWord } from "../../core/text/command-word.ts";
import { isInside } from "../../core/text/path-text.ts";

export const keyFiles: Audit = {
  meta: {
    id: "tls/key-files",
    title: "Only root and the service can read the private keys",
    rule: 5,
    severity: "high",
    why: "Whoever has read the private key of a certificate can pose as the shop, and on older connections read along, until the certificate is replaced. Every account of the machine can read a key with mode 0644.",
    remedy:
      "`chmod 600` the key and give it to root, whom web servers read keys as; keep it in a folder that others may not enter, as certbot does. A key that others could read is replaced by a new one with a new certificate.",
    needs: [],
    references: [
      "https://nginx.org/en/docs/http/configuring_https_servers.html",
      "https://eff-certbot.readthedocs.io/en/stable/using.html#where-are-my-certificates",
      "https://cwe.mitre.org/data/definitions/732.html",
    ],
  },
  run(context) {
    const { keys, gaps } = collectKeys(context);
    if (keys.length === 0 && gaps.length === 0) return notApplicable("there is no private key");
    const unsure: Gap[] = [];
    const findings = keys.flatMap((key) => judge(key, context, unsure));
    return conclude({ findings, gaps: [...gaps, ...unsure] });
  },
};

interface KeyFile {
  /** Links resolved. */
  readonly path: string;
  readonly stat: FileStat;
  /** Where the web server's configuration names it; it reads its keys as root. */
  readonly named?: string;
}

function collectKeys(context: AuditContext) {
  const { sites, gaps: hidden } = tlsOfSites(context);
  const keys = new Map<string, KeyFile>();
  const gaps: Gap[] = [...hidden, ...context.tree().gaps];
  for (const { value, file, line } of namedFiles(sites.flatMap((site) => site.keys))) {
    const real = context.host.realPath(value);
    const path = real.kind === "found" ? real.value : value;
    const stat = real.kind === "found" ? readerOf(context, path).stat(path) : real;
    // What is not there cannot be read; nginx says so itself.
    if (stat.kind === "absent") continue;
    const reason = stat.kind === "found" ? reasonOfKind(stat.value.kind) : stat.reason;
    if (reason) gaps.push(gap(value, reason));
    else if (stat.kind === "found") {
      keys.set(path, { path, stat: stat.value, named: `${file}:${line}` });
    }
  }
  for (const { path, stat } of keyNamesOfTree(context)) {
    if (!keys.has(path)) keys.set(path, { path, stat });
  }
  return { keys: [...keys.values()], gaps };
}

function judge(key: KeyFile, context: AuditContext, unsure: Gap[]): readonly FindingDraft[] {
  const { path, stat, named } = key;
  const believed = context.modeDecides(path);
  if (believed.kind === "blocked") {
    unsure.push(gap(path, believed.reason));
    return [];
  }
  const readers = findReaders(path, stat, context);
  if (readers === undefined || readers === keyGroup) return [];
  if (named === undefined) {
    // Certificates and public halves have names of keys too.
    const isKey = judgePrivateFile(path, false, context.files);
    if (isKey.kind === "blocked") unsure.push(gap(path, isKey.reason));
    if (isKey.kind !== "found" || !isKey.value) return [];
  }
  const name = shownPath(context.install, path);
  return [
    {
      ...(readers === "every account" ? {} : { severity: "medium" as const }),
      message: `${name} is ${formatMode(stat.mode)}: ${readers} can read it`,
      location: { kind: "file", path },
      ...(named === undefined ? {} : { evidence: `named in ${named}` }),
      remedy: `chmod 600 ${commandWord(path)}, then have a new key and certificate made`,
      fix: fixOf(key, name, context),
    },
  ];
}

/** The group that Debian has for accounts which may read keys. */
const keyGroup = "group ssl-cert";

function fixOf({ path, stat, named }: KeyFile, name: string, { install }: AuditContext): FixPlan {
  const title = `close ${name} to everybody but its owner`;
  const to = stat.mode & 0o600 || 0o600;
  const edits = [{ kind: "mode", path, from: stat.mode, to } as const];
  const service = install.serviceUser;
  const isOwners = service.kind === "found" && service.value.value.uid === stat.uid;
  if (isInside(install.root, path) && (named !== undefined || isOwners)) {
    return { title, safety: "safe", edits };
  }
  const caution =
    "only its owner and root can read it afterwards: is there another program that does?";
  return { title, safety: "review", caution, edits };
}
