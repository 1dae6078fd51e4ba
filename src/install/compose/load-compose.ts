import type { FileReader, FileStat } from "../../core/ports/files.ts";
import type { Look } from "../../core/look.ts";
import { joinPath } from "../../core/text/path-text.ts";
import { readText } from "../read-text.ts";
import { type ComposeFile, parseCompose } from "./parse-compose.ts";

export interface ComposeProject {
  readonly path: string;
  readonly stat: Look<FileStat>;
  readonly content: Look<ComposeFile>;
}

/** https://docs.docker.com/compose/intro/compose-application-model/#the-compose-file */
const names = ["compose", "docker-compose"].flatMap((name) =>
  ["", ".override", ".prod", ".production"].flatMap((kind) =>
    [".yaml", ".yml"].map((ending) => name + kind + ending),
  ),
);

/** The compose files in a root, with what they say about environments. */
export function loadCompose(files: FileReader, root: string): readonly ComposeProject[] {
  return names.flatMap((name): ComposeProject[] => {
    const path = joinPath(root, name);
    const stat = files.stat(path);
    if (stat.kind === "absent") return [];
    const text = readText(files, path, { maxBytes: 1024 * 1024 });
    const content = text.kind === "found" ? parseCompose(text.value.text) : text;
    return [{ path, stat, content }];
  });
}
