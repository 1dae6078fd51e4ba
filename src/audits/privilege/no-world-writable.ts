import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import type { TreeEntry } from "../../core/ports/files.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { FixPlan } from "../../core/fix.ts";
import { type Gap, gap } from "../../core/look.ts";
import { commandWord } from "../../core/text/command-word.ts";
import { formatMode } from "../../core/install/mode.ts";
import { conclude } from "../../core/outcome.ts";
import { parentOf } from "../../core/text/path-text.ts";
import { shownPath } from "../../core/install/shown-path.ts";

/** More than that is done with one `chmod -R`, not file by file. */
const mostEdits = 200;
const shownPlaces = 20;

export const noWorldWritable: Audit = {
  meta: {
    id: "privilege/no-world-writable",
    title: "No file or folder of the install is writable by everybody",
    rule: 7,
    severity: "high",
    why: "What everybody may write, a broken-into neighbour may change: code that runs with the shop's keys, templates that customers see, uploads that are served. Mode 0777 is the usual quick answer to a wrong owner.",
    remedy:
      "Give the files to the account that writes them (`chown -R www-data:www-data storage`), then take the right away from all others: `chmod -R o-w` on what is named.",
    needs: [],
    references: [
      "https://man7.org/linux/man-pages/man1/chmod.1.html",
      "https://cwe.mitre.org/data/definitions/732.html",
    ],
  },
  run(context) {
    const tree = context.tree();
    const top = tree.root ? [tree.root] : [];
    const all = [...top, ...tree.entries];
    const unsure = undecidedSystems(all, context);
    const envFiles = new Set(context.install.envFiles.map(({ path }) => path));
    const open = all.filter(
      ({ path, stat }) =>
        (stat.kind === "file" || stat.kind === "directory") &&
        (stat.mode & 0o002) !== 0 &&
        !envFiles.has(path) &&
        !unsure.has(stat.dev),
    );
    const findings = groupByPlace(open).map((group) => findingOf(group, context));
    return conclude({ findings, gaps: [...tree.gaps, ...unsure.values()] });
  },
};

/** File systems in the install on which a mode says little, each with its first name. */
function undecidedSystems(entries: readonly TreeEntry[], context: AuditContext) {
  const first = new Map<number, string>();
  for (const { path, stat } of entries) {
    if (!first.has(stat.dev) && stat.kind !== "link") first.set(stat.dev, path);
  }
  const unsure = new Map<number, Gap>();
  for (const [dev, path] of first) {
    const believed = context.modeDecides(path);
    if (believed.kind === "blocked") unsure.set(dev, gap(path, believed.reason));
  }
  return unsure;
}

/** An open folder with all open things below it; other files by their folder. */
function groupByPlace(open: readonly TreeEntry[]): readonly (readonly TreeEntry[])[] {
  const folders = new Set(
    open.filter(({ stat }) => stat.kind === "directory").map(({ path }) => path),
  );
  const groups = new Map<string, TreeEntry[]>();
  for (const entry of open) {
    const place = outermost(entry.path, folders) ?? parentOf(entry.path);
    const group = groups.get(place);
    if (group) group.push(entry);
    else groups.set(place, [entry]);
  }
  return [...groups.values()];
}

function outermost(path: string, folders: ReadonlySet<string>): string | undefined {
  let found: string | undefined;
  for (let at = path; at !== "/"; at = parentOf(at)) if (folders.has(at)) found = at;
  return found;
}

function findingOf(group: readonly TreeEntry[], { install }: AuditContext): FindingDraft {
  const [first, ...others] = group;
  if (!first) throw new TypeError("a group has a first entry");
  const name = shownPath(install, first.path);
  const isAllFiles = group.every(({ stat }) => stat.kind === "file");
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  return {
    message: `${name} is ${formatMode(first.stat.mode)}: every account can write it${more}`,
    location: { kind: "file", path: first.path },
    alsoAt: others.slice(0, shownPlaces).map(({ path }) => ({ kind: "file" as const, path })),
    occurrences: group.length,
    remedy: `${commandFor(group, first)}; before that give it to the account that writes there`,
    // Fixes change files only.
    ...(isAllFiles && group.length <= mostEdits ? { fix: fixOf(group, name) } : {}),
  };
}

function commandFor(group: readonly TreeEntry[], first: TreeEntry): string {
  const place = commandWord(first.path);
  if (first.stat.kind === "directory") return `chmod -R o-w ${place}`;
  if (group.length === 1) return `chmod o-w ${place}`;
  const folder = commandWord(parentOf(first.path));
  return `find ${folder} -maxdepth 1 -type f -exec chmod o-w {} +`;
}

function fixOf(group: readonly TreeEntry[], name: string): FixPlan {
  return {
    title: `take the right to write ${name} from everybody`,
    safety: "review",
    caution: "whatever writes there as another account no longer can",
    edits: group.map(({ path, stat }) => ({
      kind: "mode" as const,
      path,
      from: stat.mode,
      to: stat.mode & ~0o002,
    })),
  };
}
