import type { AuditContext } from "../audit-context.ts";
import { dataKeyFile, dataKeySettings } from "../credentials/data-key-places.ts";
import { readerOf } from "../install/reader-of.ts";
import { type Gap, gap } from "../look.ts";
import type { SecretMatch } from "../ports/secret-search.ts";
import { placeOf } from "../location.ts";
import { compareText, joinPath, parentOf } from "../text/path-text.ts";
import type { Backup } from "./backup-files.ts";

/** A file with the data key, and the backups in the same folder. */
export interface KeyBeside {
  readonly holder: string;
  readonly backups: readonly string[];
}

/** Files in the folders of backups that hold the data key: a copy of the folder takes both. */
export async function keysBeside(
  backups: readonly Backup[],
  context: AuditContext,
  isKey: (match: SecretMatch) => boolean,
): Promise<{ readonly all: readonly KeyBeside[]; readonly gaps: readonly Gap[] }> {
  const gaps: Gap[] = [];
  const paths = new Set(backups.map(({ path }) => path));
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    folders.set(parentOf(path), [...(folders.get(parentOf(path)) ?? []), path]);
  }
  const live = liveHolders(context);
  const holders = live.filter((path) => folders.has(parentOf(path)));
  const others = [...folders.keys()].flatMap((folder) => {
    const listed = readerOf(context, folder).list(folder);
    if (listed.kind === "blocked") gaps.push(gap(folder, listed.reason));
    if (listed.kind !== "found") return [];
    const files = listed.value.filter(({ stat }) => stat.kind === "file");
    return files.map(({ name }) => joinPath(folder, name));
  });
  const searched = await context.secrets.inFiles(
    others.filter((path) => !paths.has(path) && !live.includes(path)),
  );
  gaps.push(...searched.gaps);
  for (const { match, location } of searched.matches) {
    if (isKey(match)) holders.push(placeOf(location));
  }
  const all = [...new Set(holders)].toSorted(compareText).map((holder) => ({
    holder,
    backups: (folders.get(parentOf(holder)) ?? []).toSorted(compareText),
  }));
  return { all, gaps };
}

function liveHolders(context: AuditContext): string[] {
  const file = dataKeyFile(context.install);
  const settings = dataKeySettings(context).filter(({ entry }) => entry.value.length > 0);
  return [...settings.map(({ path }) => path), ...(file === undefined ? [] : [file])];
}
