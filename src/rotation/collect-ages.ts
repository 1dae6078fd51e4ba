import type { AgeEvidence, CredentialAge } from "../core/credentials/age.ts";
import type { Credential } from "../core/credentials/credential.ts";
import type { FirstCommit } from "../core/ports/git-view.ts";
import { baseName, compareText } from "../core/text/path-text.ts";

/** What the ledger knows of one credential's present value. */
export interface LedgerAge {
  readonly sinceMs: number;
  /** `recorded` by a person, or `observed`: first seen by an audit. */
  readonly evidence: "recorded" | "observed";
  readonly by?: string;
  /** With `recorded`: when an audit first saw this value, if one did. */
  readonly firstSeenMs?: number;
  /** Content time of the file when an audit first saw this value. */
  readonly fileTimeMs?: number;
}

export interface AgeInputs {
  readonly credentials: readonly Credential[];
  /** Content change time of each env file, by path, milliseconds since 1970. */
  readonly fileTimes: ReadonlyMap<string, number>;
  /** By credential id. */
  readonly firstCommits: ReadonlyMap<string, FirstCommit>;
  readonly ledger: ReadonlyMap<string, LedgerAge>;
  readonly nowMs: number;
  /** Credentials that IPTVbp's own settings hold: no file and no commit tells their age. */
  readonly inSettings?: readonly string[];
}

interface Evidence {
  readonly sinceMs: number;
  readonly evidence: AgeEvidence;
  readonly source: string;
}

/**
 * The age of every credential by its best evidence. What a person recorded is exact. Everything
 * else only proves that the value existed at that moment, so the oldest such moment is the best
 * lower bound: a file's time moves with each edit and is never proof of a rotation.
 */
export function collectAges(inputs: AgeInputs): readonly CredentialAge[] {
  const ages = new Map<string, CredentialAge>();
  for (const id of inputs.inSettings ?? []) ages.set(id, ageOf({ id, path: "" }, inputs));
  for (const credential of inputs.credentials) {
    ages.set(credential.id, ageOf(credential, inputs));
  }
  return [...ages.values()].toSorted((a, b) => compareText(a.credentialId, b.credentialId));
}

type Held = Pick<Credential, "id" | "path">;

function ageOf(credential: Held, inputs: AgeInputs): CredentialAge {
  const credentialId = credential.id;
  const ledger = inputs.ledger.get(credentialId);
  // What lies ahead was written under a clock that was wrong: it proves nothing.
  if (ledger?.evidence === "recorded" && ledger.sinceMs <= inputs.nowMs) {
    const source = ledger.by ? `recorded by ${ledger.by}` : "recorded";
    return { credentialId, sinceMs: ledger.sinceMs, atLeast: false, evidence: "recorded", source };
  }
  const oldest = lowerBounds(credential, inputs)
    .filter((each) => each.sinceMs <= inputs.nowMs && each.sinceMs >= earliestMs)
    .toSorted((a, b) => a.sinceMs - b.sinceMs)[0];
  if (!oldest) return { credentialId, atLeast: true, evidence: "none", source: "no evidence" };
  return { credentialId, ...oldest, atLeast: true };
}

/**
 * None of the services is older, so an earlier time is a clock that had not been set, or a file
 * time that a build tool or an unpacked archive made up (1970, 1980).
 */
const earliestMs = Date.UTC(2011, 0, 1);

function lowerBounds(credential: Held, inputs: AgeInputs): Evidence[] {
  const bounds: Evidence[] = [];
  const commit = inputs.firstCommits.get(credential.id);
  if (commit) {
    const source = `git ${commit.commit.slice(0, 7)}`;
    bounds.push({ sinceMs: commit.dateMs, evidence: "git", source });
  }
  const fileTime = inputs.fileTimes.get(credential.path);
  if (fileTime !== undefined) {
    const source = `${baseName(credential.path)} mtime`;
    bounds.push({ sinceMs: fileTime, evidence: "file-time", source });
  }
  const ledger = inputs.ledger.get(credential.id);
  const seenMs = ledger?.evidence === "observed" ? ledger.sinceMs : ledger?.firstSeenMs;
  if (seenMs !== undefined) {
    bounds.push({ sinceMs: seenMs, evidence: "observed", source: "first seen by audit" });
  }
  if (ledger?.fileTimeMs !== undefined) {
    const source = `${baseName(credential.path)} mtime, seen earlier`;
    bounds.push({ sinceMs: ledger.fileTimeMs, evidence: "file-time", source });
  }
  return bounds;
}
