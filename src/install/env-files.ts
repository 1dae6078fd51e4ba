import { isEnvFileName } from "../core/install/env-names.ts";
import type { FileReader } from "../core/ports/files.ts";
import type { EnvDialect, EnvFile } from "../core/install/install.ts";
import { type Gap, blocked, found, gap } from "../core/look.ts";
import { baseName, compareText, isInside, joinPath, relativeTo } from "../core/text/path-text.ts";
import { parseEnvFile } from "./env/parse-env-file.ts";
import { expandGlob, isGlob } from "./glob.ts";
import { linkedEnvFile } from "./linked-env-file.ts";
import {
  type EnvSources,
  type NamedEnvFile,
  bothSay,
  inRootSource,
  unlisted,
} from "./named-env-file.ts";
import { statedEnvFiles } from "./stated-env-files.ts";

/** The env files in reading order: a later one overrides an earlier one. */
export function findEnvFiles(sources: EnvSources): {
  readonly envFiles: readonly EnvFile[];
  readonly gaps: readonly Gap[];
} {
  const gaps: Gap[] = [];
  const here = filesInRoot(sources, gaps);
  const inRoot = sources.configured
    ? withUnlisted(configuredFiles(sources, sources.configured, gaps), here)
    : here;
  const named = new Map<string, NamedEnvFile>();
  for (const each of [...inRoot, ...statedEnvFiles(sources, gaps)]) {
    const before = named.get(each.path);
    named.delete(each.path);
    named.set(each.path, before ? bothSay(before, each) : each);
  }
  const code = sources.releases?.release ?? sources.root;
  const isPhp = sources.files.stat(joinPath(code, "composer.json")).kind === "found";
  const envFiles = [...named.values()].flatMap((each) => readEnvFile(sources, each, isPhp));
  return { envFiles, gaps };
}

function filesInRoot(sources: EnvSources, gaps: Gap[]): NamedEnvFile[] {
  const { root, releases } = sources;
  const folders = releases
    ? [
        { folder: root, source: inRootSource },
        { folder: releases.shared, source: "shared between releases" },
        { folder: releases.release, source: "in the release" },
      ]
    : [{ folder: root, source: inRootSource }];
  return folders.flatMap(({ folder, source }) => filesIn(sources, folder, source, gaps));
}

/** A list is a statement about the files in it: one that came later is an env file all the same. */
function withUnlisted(
  listed: readonly NamedEnvFile[],
  found: readonly NamedEnvFile[],
): readonly NamedEnvFile[] {
  const paths = new Set(listed.map(({ path }) => path));
  const others = found.filter(({ path }) => !paths.has(path));
  return [...listed, ...others.map((each) => ({ ...each, isUnlisted: true as const }))];
}

function filesIn(
  { files, root }: EnvSources,
  folder: string,
  source: string,
  gaps: Gap[],
): NamedEnvFile[] {
  const listed = files.list(folder);
  if (listed.kind === "blocked") gaps.push(gap(folder, listed.reason));
  const hidden = listed.kind === "blocked" ? [".env"] : [];
  const names = listed.kind === "found" ? listed.value.map(({ name }) => name) : hidden;
  return names
    .filter(isEnvFileName)
    .toSorted((a, b) => rank(a) - rank(b) || compareText(a, b))
    .map((name) =>
      throughLinks(files, root, { path: joinPath(folder, name), source, readers: [] }),
    );
}

/** The file itself where links of the install lead to it; what leads out stays the link it is. */
function throughLinks(files: FileReader, root: string, named: NamedEnvFile): NamedEnvFile {
  const linked = linkedEnvFile(files, root, named.path);
  if (!linked) return named;
  const [first = named.path] = linked.links;
  return {
    ...named,
    ...linked,
    source: named.source === "guard.yaml" ? named.source : `${relativeTo(root, first)} links to it`,
  };
}

/** `.env`, then `.env.<name>`, then `.local` ones, as the usual loaders layer them. */
function rank(name: string): number {
  return (name === ".env" ? 0 : 1) + (name.endsWith(".local") ? 2 : 0);
}

function configuredFiles(
  { files, host, root }: EnvSources,
  patterns: readonly string[],
  gaps: Gap[],
) {
  return patterns.flatMap((pattern): NamedEnvFile[] => {
    const expanded = expandGlob(isInside(root, pattern) ? files : host, pattern);
    gaps.push(...expanded.gaps);
    // A name without wildcard is wanted even when nothing is there.
    const paths = isGlob(pattern) ? expanded.paths : [pattern];
    const source = "guard.yaml";
    return [
      ...expanded.gaps.map((each) => unlisted(each, source)),
      ...paths.map((path) =>
        throughLinks(files, root, { path, source, isWanted: true, readers: [] }),
      ),
    ];
  });
}

/** Nothing for a name that is not there, unless guard.yaml says that it is. */
function readEnvFile(
  { files, host, root }: EnvSources,
  named: NamedEnvFile,
  isPhp: boolean,
): EnvFile[] {
  const reader = isInside(root, named.path) ? files : host;
  const hidden = named.hidden && blocked(named.hidden.code, named.hidden.text);
  const stat = hidden ?? reader.stat(named.path);
  if (stat.kind === "absent" && !named.isWanted) return [];
  const { dialect, others } = readersOf(named, root, isPhp ? "php" : "dotenv");
  const content = hidden ?? (stat.kind === "absent" ? notThere : reader.read(named.path));
  const parsed =
    content.kind === "found" ? found(parseEnvFile(content.value.bytes, dialect, others)) : content;
  return [
    {
      path: named.path,
      stat,
      content: parsed.kind === "absent" ? goneMeanwhile : parsed,
      dialect,
      source: named.source,
      ...(named.links === undefined ? {} : { links: named.links }),
      ...(named.isUnlisted ? { isUnlisted: true } : {}),
      ...(named.units === undefined ? {} : { units: named.units }),
      ...(named.readByManager === undefined ? {} : { readByManager: named.readByManager }),
    },
  ];
}

/**
 * How it is read, and how else. Code reads what lies in the root under the usual name, whoever does
 * so besides; that nobody but it does is not known.
 */
function readersOf(
  { path, links = [], readers }: NamedEnvFile,
  root: string,
  code: EnvDialect,
): { readonly dialect: EnvDialect; readonly others?: readonly EnvDialect[] } {
  const isCodes = [path, ...links].some((each) => isEnvFileName(baseName(each)));
  const known = new Set([...(isCodes && isInside(root, path) ? [code] : []), ...readers]);
  const dialect = readers.at(-1) ?? code;
  known.delete(dialect);
  return known.size === 0 ? { dialect } : { dialect, others: [...known] };
}

/** It may be on a disk that is not mounted: no verdict about its values can be made. */
const notThere = blocked("io", "the file that guard.yaml names is not there");
const goneMeanwhile = blocked("io", "it vanished while it was read");
