import type { FindingDraft } from "../finding.ts";
import type { Edit, FixPlan } from "../fix.ts";
import type { Install } from "./install.ts";

/** A finding about settings with a plan that empties them, where all of them are in env files. */
export function withEmptyFix(finding: FindingDraft, { envFiles }: Install): FindingDraft {
  const places = [finding.location, ...(finding.alsoAt ?? [])];
  const edits = places.flatMap((place): Edit[] => {
    if (place.kind !== "env") return [];
    const file = envFiles.find(({ path }) => path === place.path);
    if (!file) return [];
    return [{ kind: "set-env", path: file.path, key: place.key, value: "", dialect: file.dialect }];
  });
  if (edits.length < places.length) return finding;
  const fix: FixPlan = {
    title: "empty the setting",
    safety: "review",
    caution: "whatever signs in with it stops; change the password at the provider too",
    edits,
  };
  return { ...finding, fix };
}
