import type { Edit } from "../core/fix.ts";
import { GuardError } from "../core/error.ts";
import type { Hazard } from "../core/ports/install-writer.ts";
import type { SetEnvLine } from "../core/ports/set-env-line.ts";
import { imageAfter, readCurrent, versionOf } from "./change-file.ts";
import { checkEdit } from "./edits/edit-kinds.ts";
import type { FixDependencies } from "./fix-dependencies.ts";
import type { Image } from "./image.ts";
import type { PlannedChange, PlannedFix } from "./planned-fix.ts";

const refusals: Partial<Record<Hazard, string>> = {
  "hard-linked": "the file has more than one name; a change would show under all of them",
  immutable: "the file is immutable (chattr +i)",
  "append-only": "the file is append-only (chattr +a)",
  "read-only": "it is on a read-only file system",
  "not-ours": "the file belongs to somebody else; run it as root",
};

interface Verdict {
  readonly refused?: string;
  /** Why it takes a person. */
  readonly caution?: string;
  readonly seen?: string;
}

/** Looks at the files of a fix: it may have to be refused here, or to become a `review` one. */
export function judgeFix(
  deps: Pick<FixDependencies, "writer" | "setEnvLine">,
  selfUid: number,
  fix: PlannedFix,
): PlannedFix {
  if (fix.refused !== undefined) return fix;
  const verdicts = fix.changes.map((change) => judgeChange(deps, selfUid, change));
  const refused = verdicts.find((verdict) => verdict.refused !== undefined)?.refused;
  if (refused !== undefined) return { ...fix, refused };
  const seen = new Map(fix.changes.map(({ path }, index) => [path, verdicts[index]?.seen ?? ""]));
  const cautions = verdicts.flatMap(({ caution }) => caution ?? []);
  if (cautions.length === 0) return { ...fix, seen };
  const caution = [...new Set([...(fix.caution ? [fix.caution] : []), ...cautions])].join("; ");
  return { ...fix, seen, safety: "review", caution };
}

function judgeChange(
  { writer, setEnvLine }: Pick<FixDependencies, "writer" | "setEnvLine">,
  selfUid: number,
  { path, edits }: PlannedChange,
): Verdict {
  if (writer.unusable) return { refused: writer.unusable.text };
  const current = readCurrent(writer, path);
  if (current.kind === "absent") return { refused: "its folder is gone or a link" };
  if (current.kind === "blocked") return { refused: current.reason.text };
  const { image } = current.value;
  const wrong = edits.map((edit) => checkEdit(image, edit)).find((text) => text !== undefined);
  if (wrong !== undefined) return { refused: `changed since the audit: ${wrong}` };
  if (selfUid !== 0 && edits.some(({ kind }) => kind === "owner")) {
    return { refused: "only root can change an owner" };
  }
  if (edits.some((edit) => edit.kind !== "mode" && edit.kind !== "owner")) {
    if (image.exists && !image.bytes)
      return { refused: "the file is too large to be kept for undo" };
  }
  const unwritable = whyUnwritable(image, { path, edits }, setEnvLine);
  if (unwritable !== undefined) return { refused: unwritable };
  const hazards = writer.hazards(path);
  if (hazards.kind === "absent") return { refused: "it is gone" };
  if (hazards.kind === "blocked") return { refused: hazards.reason.text };
  return { ...judgeHazards(hazards.value, edits, image.exists), seen: versionOf(current.value) };
}

/** An env dialect may have no way to write a value. */
function whyUnwritable(
  image: Image,
  change: PlannedChange,
  setEnvLine: SetEnvLine,
): string | undefined {
  try {
    imageAfter(image, change, { uid: 0, gid: 0 }, setEnvLine);
    return undefined;
  } catch (error) {
    if (error instanceof GuardError) return error.message;
    throw error;
  }
}

function judgeHazards(
  hazards: readonly Hazard[],
  edits: readonly Edit[],
  exists: boolean,
): Verdict {
  const refusal = hazards.map((hazard) => refusals[hazard]).find((text) => text !== undefined);
  if (refusal !== undefined) return { refused: refusal };
  const movesAway = edits.some(({ kind }) => kind === "move-away");
  if (hazards.includes("mounted") && movesAway) return { refused: "the file is a mount point" };
  if (hazards.includes("access-list") && (movesAway || !exists)) {
    return { refused: "an access list (getfacl) is in the way, which undo could not put back" };
  }
  if (hazards.includes("open-folder")) {
    return { caution: "everybody may swap files in its folder; close the folder first" };
  }
  const writes = edits.some(({ kind }) => kind === "set-env" || kind === "ignore-lines");
  if (hazards.includes("mounted") && writes) {
    return { caution: "the file is a mount point and is written in place" };
  }
  return {};
}
