import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { shownPath } from "../../core/install/shown-path.ts";
import {
  certificateNamesOfTree,
  keyNamesOfTree,
  namedFiles,
  tlsOfSites,
} from "../../core/install/tls-files.ts";
import type { SiteTls } from "../../core/install/site-tls.ts";
import { type Gap, type Look, absent, blocked, found, gap } from "../../core/look.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import type { KeyBlock } from "../../core/ports/key-block.ts";
import type { FileReader } from "../../core/ports/files.ts";

/** A bundle of all certificate authorities is a quarter of this. */
const readAtMost = 1024 * 1024;

export const knownPrivateKey: Audit = {
  meta: {
    id: "tls/known-private-key",
    title: "No certificate or key on disk has a private key that is publicly known",
    rule: 5,
    severity: "critical",
    why: "Some panels and sample configurations ship one certificate with its private key to everybody. With it anybody on the way reads and changes what is sent, panel passwords included, and no client notices.",
    remedy:
      "Have a key of your own made with a new certificate (`certbot --nginx -d shop.example`), and take the shipped one out of the configuration. Passwords and tokens that went over such a connection are changed afterwards.",
    needs: [],
    references: [
      "https://cwe.mitre.org/data/definitions/321.html",
      "https://letsencrypt.org/getting-started/",
    ],
  },
  run(context) {
    const { sites, gaps: hidden } = tlsOfSites(context);
    const gaps: Gap[] = [...hidden, ...context.tree().gaps];
    const files = [
      ...filesOfSites(sites, context),
      ...[...certificateNamesOfTree(context), ...keyNamesOfTree(context)].map(({ path }) => ({
        path,
        blocks: blocksIn(path, context.files, context),
        isNamed: false,
      })),
    ];
    const seen = new Map(files.map((file) => [file.path, file]));
    const findings: FindingDraft[] = [];
    let keys = 0;
    for (const { path, blocks, isNamed } of seen.values()) {
      if (blocks.kind === "blocked") gaps.push(gap(path, blocks.reason));
      if (blocks.kind !== "found") continue;
      keys += blocks.value.length;
      if (isNamed && blocks.value.length === 0) gaps.push(gap(path, notOne));
      gaps.push(...unreadBlocks(path, blocks.value));
      findings.push(...findingsIn(path, blocks.value, context));
    }
    if (keys === 0 && gaps.length === 0) return notApplicable("there is no certificate or key");
    return conclude({ findings, gaps });
  },
};

const notOne = { code: "parse", text: "holds no certificate or key" } as const;

interface KeyFile {
  readonly path: string;
  readonly blocks: Look<readonly KeyBlock[]>;
  readonly isNamed: boolean;
}

/** The certificate says it all; the key is asked where there is none to read. */
function filesOfSites(sites: readonly SiteTls[], context: AuditContext): readonly KeyFile[] {
  const read = ({ value }: { readonly value: string }): KeyFile => ({
    path: value,
    blocks: blocksIn(value, context.host, context),
    isNamed: true,
  });
  return sites.flatMap(({ certificates, keys }) => {
    const files = namedFiles(certificates).map(read);
    const isRead = files.length > 0 && files.every(({ blocks }) => blocks.kind === "found");
    return isRead ? files : [...files, ...namedFiles(keys).map(read)];
  });
}

function blocksIn(
  path: string,
  files: FileReader,
  context: AuditContext,
): Look<readonly KeyBlock[]> {
  if (/\.(?:p12|pfx|jks)$/i.test(path)) return blocked("parse", "is encrypted, and was not opened");
  const content = files.read(path, { maxBytes: readAtMost });
  if (content.kind === "absent") return absent;
  return content.kind === "found" ? found(context.keyBlocks(content.value.bytes)) : content;
}

/** A key that is encrypted is no riddle where a certificate beside it names it. */
function unreadBlocks(path: string, blocks: readonly KeyBlock[]): readonly Gap[] {
  const hasCertificate = blocks.some(({ kind, spki }) => kind === "certificate" && spki);
  return blocks.flatMap(({ problem, line }) => {
    if (problem === undefined || (problem === "encrypted" && hasCertificate)) return [];
    const text = problem === "encrypted" ? "is encrypted, and was not opened" : "cannot be parsed";
    return [gap(path, { code: "parse", text: `line ${line} ${text}` })];
  });
}

function findingsIn(
  path: string,
  blocks: readonly KeyBlock[],
  { install, knowledge }: AuditContext,
): readonly FindingDraft[] {
  const known = knowledge.publishedKeys();
  const name = shownPath(install, path);
  return blocks.flatMap(({ kind, line, spki = "" }) => {
    const published = known.get(spki);
    if (published === undefined) return [];
    const whose = kind === "certificate" ? "a certificate whose private key" : "a private key that";
    return [
      {
        message: `${name} holds ${whose} anybody can download`,
        location: { kind: "file", path, line } as const,
        evidence: `shipped with ${published.shipped}`,
        about: spki,
      },
    ];
  });
}
