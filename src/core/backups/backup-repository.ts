import { type Look, absent, found } from "../look.ts";
import type { FileReader } from "../ports/files.ts";
import { joinPath } from "../text/path-text.ts";
import type { BackupFormat } from "./backup-format.ts";
import { latin1 } from "./bytes.ts";
import { firstBytes } from "./read-backup.ts";

/**
 * The repository of a backup program, if a folder is one: many files of which none makes sense
 * alone.
 */
export function repositoryAt(folder: string, reader: FileReader): Look<BackupFormat> {
  const listed = reader.list(folder);
  if (listed.kind !== "found") return listed;
  const folders = listed.value.filter(({ stat }) => stat.kind === "directory");
  const names = new Set(folders.map(({ name }) => name));
  const config = joinPath(folder, "config");
  if (!listed.value.some(({ name, stat }) => name === "config" && stat.kind === "file"))
    return absent;
  // https://restic.readthedocs.io/en/stable/100_references.html: it knows no clear repository.
  if (["data", "index", "keys", "snapshots"].every((name) => names.has(name))) {
    return found({ kind: "encrypted", format: "restic" });
  }
  if (!names.has("data")) return absent;
  const head = firstBytes(config, reader);
  if (head.kind !== "found") return head;
  return latin1(head.value).startsWith("[repository]") ? borgAt(folder, reader) : absent;
}

/** The first byte of an object: with `none` and `authenticated` what follows is in clear. */
const clearTypes = new Set([0x02, 0x06, 0x07]);
const put = 0;
const put2 = 3;

/** https://borgbackup.readthedocs.io/en/stable/internals/data-structures.html */
function borgAt(folder: string, reader: FileReader): Look<BackupFormat> {
  for (const segments of ["data/0", "data/1"]) {
    const listed = reader.list(joinPath(folder, segments));
    if (listed.kind === "blocked") return listed;
    for (const { name } of listed.kind === "found" ? listed.value : []) {
      const head = firstBytes(joinPath(joinPath(folder, segments), name), reader);
      if (head.kind === "blocked") return head;
      const type = head.kind === "found" ? typeOfFirstObject(head.value) : undefined;
      if (type === undefined) continue;
      return found({ kind: clearTypes.has(type) ? "clear" : "encrypted", format: "borg" });
    }
  }
  return found({ kind: "unsure", text: "a borg repository without data" });
}

function typeOfFirstObject(segment: Uint8Array): number | undefined {
  if (!latin1(segment.subarray(0, 8)).startsWith("BORG_SEG")) return undefined;
  // Checksum and length, four bytes each, then the kind of the entry and its key.
  const kind = segment[16];
  const at = 17 + 32;
  return kind === put ? segment[at] : kind === put2 ? segment[at + 8] : undefined;
}
