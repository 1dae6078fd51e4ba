import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { type Backup, findBackups, unsureGaps } from "../../core/backups/backup-files.ts";
import { outcomeWithoutBackups } from "../../core/backups/no-backups.ts";
import { type KeyBeside, keysBeside } from "../../core/backups/key-beside.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import { keyOfBytes } from "../../core/credentials/data-key.ts";
import {
  dataKeyFile,
  dataKeyId,
  dataKeySettings,
  largestKeyFile,
} from "../../core/credentials/data-key-places.ts";
import { readEnvCopy } from "../../core/install/env-copy.ts";
import { isEnvCopyName } from "../../core/install/env-names.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { FixPlan } from "../../core/fix.ts";
import { type Gap, gap } from "../../core/look.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { readerOf } from "../../core/install/reader-of.ts";
import { baseName, isInside, publishPath } from "../../core/text/path-text.ts";
import { isPlaceholderSecret } from "../../core/secrets/placeholder.ts";
import type { Secret } from "../../core/secrets/secret.ts";
import { findingsFromMatches } from "../../core/secrets/secret-findings.ts";
import { shownPath } from "../../core/install/shown-path.ts";
import { wordList } from "../../core/text/word-list.ts";

export const keySeparate: Audit = {
  meta: {
    id: "encryption/key-separate",
    title: "The key that encrypts stored credentials is in no backup and beside none",
    rule: 10,
    severity: "high",
    why: "Encrypted columns protect a stolen dump only as long as the key is not stolen with it. One folder or one archive that holds both is all that it takes.",
    remedy:
      "Leave the env file and the key out of backups of the database, keep its own copy in another place (a password manager, another host), and move dumps out of the folder that holds the key. A backup that held both counts as leaked. Backups that are encrypted, and what this tool keeps for undo, are left out.",
    needs: [],
    references: [
      "https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html",
      "https://cheatsheetseries.owasp.org/cheatsheets/Key_Management_Cheat_Sheet.html",
    ],
  },
  async run(context) {
    const { install } = context;
    const found = findBackups(context);
    const key = lookForKey(context);
    const ownGaps = [...ownValueGaps(install), ...key.gaps];
    if (found.all.length === 0 && found.gaps.length === 0) return outcomeWithoutBackups(install);
    if (!key.isHere && ownGaps.length === 0) {
      return key.isNamed
        ? notApplicable("the encryption key that is here is no real one")
        : conclude({ needs: ["guard.yaml: install.encryptionKey"] });
    }
    const open = found.all.filter(({ format }) => format.kind !== "encrypted");
    const files = open.filter(({ isRepository }) => !isRepository).map(({ path }) => path);
    const searched = await context.secrets.inFiles(files);
    const matches = searched.matches.filter(({ match }) => isDataKey(match));
    const inside = findingsFromMatches({ matches }, { where: "in a backup", atMost: "high" });
    const beside = await keysBeside(open, context, isDataKey);
    const gaps = [
      ...ownGaps,
      ...found.gaps,
      ...searched.gaps,
      ...repositoryGaps(open),
      ...unsureGaps(open),
      ...beside.gaps,
    ];
    const lying = await Promise.all(beside.all.map((each) => findingOf(each, context)));
    return conclude({ findings: [...inside, ...lying], gaps: distinct(gaps) });
  },
};

function isDataKey({ ruleId, ownName }: { readonly ruleId: string; readonly ownName?: string }) {
  return ownName !== undefined && baseId(ruleId) === dataKeyId;
}

/** Shorter ones would be found everywhere; encryption/key-strength has them. */
const shortestKey = 8;

function isSearchable(key: Secret): boolean {
  return key.length >= shortestKey && !isPlaceholderSecret(key);
}

interface KeyLook {
  /** A value that can be searched for. */
  readonly isHere: boolean;
  /** Something is there under its name. */
  readonly isNamed: boolean;
  readonly gaps: readonly Gap[];
}

function lookForKey(context: AuditContext): KeyLook {
  const path = dataKeyFile(context.install);
  if (path === undefined) {
    const keys = dataKeySettings(context);
    const isHere = keys.some(({ entry }) => isSearchable(entry.value));
    return { isHere, isNamed: keys.length > 0, gaps: [] };
  }
  const content = readerOf(context, path).read(path, { maxBytes: largestKeyFile });
  if (content.kind === "blocked") {
    return { isHere: false, isNamed: true, gaps: [gap(path, content.reason)] };
  }
  if (content.kind === "absent") {
    const reason = { code: "io", text: "the file that guard.yaml names is not there" } as const;
    return { isHere: false, isNamed: true, gaps: [gap(path, reason)] };
  }
  const { value, isRaw } = keyOfBytes(content.value.bytes);
  // Raw bytes inside of other bytes are not searched for.
  const raw = { code: "parse", text: "a key of raw bytes is recognised in hex only" } as const;
  return {
    isHere: isSearchable(value),
    isNamed: true,
    gaps: isRaw ? [gap(path, raw)] : [],
  };
}

function repositoryGaps(backups: readonly Backup[]): readonly Gap[] {
  return backups
    .filter(({ isRepository, format }) => isRepository && format.kind === "clear")
    .map(({ path }) =>
      gap(path, { code: "parse", text: "a repository of backups is not looked into" }),
    );
}

async function findingOf(
  { holder, backups }: KeyBeside,
  context: AuditContext,
): Promise<FindingDraft> {
  const names = backups.map((path) => publishPath(baseName(path)));
  const fix = await fixOf(holder, context);
  return {
    message: `${shownPath(context.install, holder)}, which has the encryption key, lies beside ${wordList(names)}`,
    location: { kind: "file", path: holder },
    alsoAt: backups.map((path) => ({ kind: "file", path })),
    occurrences: 1,
    ruleId: dataKeyId,
    ...(fix ? { fix } : {}),
  };
}

/** Only a copy of the env file may go: the live file belongs where it is, and so may a dump. */
async function fixOf(holder: string, context: AuditContext): Promise<FixPlan | undefined> {
  const { install } = context;
  const isLive = install.envFiles.some(({ path }) => path === holder);
  if (isLive || !isEnvCopyName(baseName(holder)) || !isInside(install.root, holder)) {
    return undefined;
  }
  const { onlyHere } = await readEnvCopy(holder, context);
  return {
    title: `move ${shownPath(install, holder)} out of the install; it is deleted after 30 days`,
    safety: "review",
    caution:
      onlyHere.length > 0
        ? `not in the live env file: ${wordList(onlyHere)}`
        : "a restore of the backup may count on it",
    edits: [{ kind: "move-away", path: holder }],
  };
}

function distinct(gaps: readonly Gap[]): readonly Gap[] {
  return [...new Map(gaps.map((each) => [each.what, each])).values()];
}
