import type { AgeEvidence, CredentialAge } from "../core/age.ts";
import type { Credential } from "../core/credential.ts";
import type { FirstCommit } from "../core/git-view.ts";
import { baseName, compareText } from "../core/path-text.ts";

/** What the ledger knows of one credential's present value. */
export interface LedgerAge {
  readonly sinceMs: number;
  /** `recorded` by a person, or `observed`: first seen by an audit. */
  readonly evidence: "recorded" | "observed";
  readonly by?: string;
}

export interface AgeInputs {
  readonly credentials: readonly Credential[];
  /** Content change time of each env file, by path, milliseconds since 1970. */
  readonly fileTimes: ReadonlyMap<string, number>;
  /** By credential id. */
  readonly firstCommits: ReadonlyMap<string, FirstCommit>;
  readonly ledger: ReadonlyMap<string, LedgerAge>;
  readonly nowMs: number;
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
  for (const credential of inputs.credentials) {
    ages.set(credential.id, ageOf(credential, inputs));
  }
  return [...ages.values()].toSorted((a, b) => compareText(a.credentialId, b.credentialId));
}

function ageOf(credential: Credential, inputs: AgeInputs): CredentialAge {
  const credentialId = credential.id;
  const ledger = inputs.ledger.get(credentialId);
  if (ledger?.evidence === "recorded") {
    const source = ledger.by ? `recorded by ${ledger.by}` : "recorded";
    return { credentialId, sinceMs: ledger.sinceMs, atLeast: false, evidence: "recorded", source };
  }
  const oldest = lowerBounds(credential, inputs)
    .filter((each) => each.sinceMs <= inputs.nowMs)
    .toSorted((a, b) => a.sinceMs - b.sinceMs)[0];
  if (!oldest) return { credentialId, atLeast: true, evidence: "none", source: "no evidence" };
  return { credentialId, ...oldest, atLeast: true };
}

function lowerBounds(credential: Credential, inputs: AgeInputs): Evidence[] {
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
  if (ledger) {
    bounds.push({ sinceMs: ledger.sinceMs, evidence: "observed", source: "first seen by audit" });
  }
  return bounds;
}
