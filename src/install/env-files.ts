import { posix } from "node:path";
import { isEnvFileName } from "../core/install/env-names.ts";
import type { FileReader } from "../core/ports/files.ts";
import type { EnvDialect, EnvFile } from "../core/install/install.ts";
import { once } from "../core/once.ts";
import { type Gap, type Reason, blocked, found, gap } from "../core/look.ts";
import {
  baseName,
  compareText,
  isInside,
  joinPath,
  parentOf,
  relativeTo,
} from "../core/text/path-text.ts";
import type { Belongings } from "./belongs.ts";
import type { ComposeProject } from "./compose/load-compose.ts";
import { parseEnvFile } from "./env/parse-env-file.ts";
import { expandGlob, isGlob } from "./glob.ts";
import { linkedEnvFile } from "./linked-env-file.ts";
import { othersCanChange } from "./others-can-change.ts";
import type { Releases } from "./releases.ts";

export interface EnvSources {
  readonly root: string;
  readonly releases?: Releases | undefined;
  /** Follows no link below the root. */
  readonly files: FileReader;
  readonly host: FileReader;
  readonly units: Belongings["units"];
  readonly compose: readonly ComposeProject[];
  /** `install.env` of guard.yaml: absolute paths or globs. */
  readonly configured: readonly string[] | undefined;
  /** Accounts whose files may name files outside of the root. */
  readonly trusted: ReadonlySet<number>;
}

const inRootSource = "in the root";

interface Named {
  readonly path: string;
  /** Why it, or what it holds, is not looked at: as a folder that could not be listed. */
  readonly hidden?: Reason;
  /** Somebody says that it is there. */
  readonly isWanted?: true;
  readonly links?: readonly string[];
  readonly source: string;
  readonly dialect?: EnvDialect;
  readonly readByManager?: string;
}

/** The env files in reading order: a later one overrides an earlier one. */
export function findEnvFiles(sources: EnvSources): {
  readonly envFiles: readonly EnvFile[];
  readonly gaps: readonly Gap[];
} {
  const gaps: Gap[] = [];
  const inRoot = sources.configured
    ? configuredFiles(sources, sources.configured, gaps)
    : filesInRoot(sources, gaps);
  const named = new Map<string, Named>();
  for (const each of [...inRoot, ...composeFiles(sources), ...unitFiles(sources, gaps)]) {
    const before = named.get(each.path);
    named.delete(each.path);
    named.set(each.path, before ? bothSay(before, each) : each);
  }
  const code = sources.releases?.release ?? sources.root;
  const isPhp = sources.files.stat(joinPath(code, "composer.json")).kind === "found";
  const envFiles = [...named.values()].flatMap((each) => readEnvFile(sources, each, isPhp));
  return { envFiles, gaps };
}

function bothSay(before: Named, each: Named): Named {
  // What one who may say so names is read on that word, and by whom else is as the other says.
  if (isUntrusted(before) !== isUntrusted(each)) {
    const [word, { dialect, readByManager }] = isUntrusted(each) ? [before, each] : [each, before];
    const reader = {
      ...(dialect === undefined ? {} : { dialect }),
      ...(readByManager === undefined ? {} : { readByManager }),
    };
    return { ...reader, ...word };
  }
  // Where the unit says so it is stated, where the name says so it is concluded.
  const source = before.source === inRootSource ? each.source : before.source;
  return { ...before, ...each, source };
}

function isUntrusted({ hidden }: Named): boolean {
  return hidden?.code === "untrusted";
}

function filesInRoot(sources: EnvSources, gaps: Gap[]): Named[] {
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

function filesIn(
  { files, root }: EnvSources,
  folder: string,
  source: string,
  gaps: Gap[],
): Named[] {
  const listed = files.list(folder);
  if (listed.kind === "blocked") gaps.push(gap(folder, listed.reason));
  const hidden = listed.kind === "blocked" ? [".env"] : [];
  const names = listed.kind === "found" ? listed.value.map(({ name }) => name) : hidden;
  return names
    .filter(isEnvFileName)
    .toSorted((a, b) => rank(a) - rank(b) || compareText(a, b))
    .map((name) => throughLinks(files, root, { path: joinPath(folder, name), source }));
}

/** The file itself where links of the install lead to it; what leads out stays the link it is. */
function throughLinks(files: FileReader, root: string, named: Named): Named {
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
  return patterns.flatMap((pattern): Named[] => {
    const expanded = expandGlob(isInside(root, pattern) ? files : host, pattern);
    gaps.push(...expanded.gaps);
    // A name without wildcard is wanted even when nothing is there.
    const paths = isGlob(pattern) ? expanded.paths : [pattern];
    const source = "guard.yaml";
    return [
      ...expanded.gaps.map((each) => unlisted(each, source)),
      ...paths.map((path) => throughLinks(files, root, { path, source, isWanted: true })),
    ];
  });
}

function composeFiles({ compose, host, root, trusted }: EnvSources): Named[] {
  return compose.flatMap(({ path, content }) => {
    const isAnybodys = once(() => othersCanChange(host, path, trusted));
    return (content.kind === "found" ? content.value.envFiles : []).map((file): Named => {
      const named = {
        path: posix.resolve(posix.dirname(path), file.path),
        source: `env_file of ${baseName(path)}:${file.line}`,
        dialect: "compose" as const,
        readByManager: "docker compose",
      };
      if (isInside(root, named.path) || !isAnybodys()) return named;
      return { ...named, hidden: notTheirs(`${relativeTo(root, path)}:${file.line} names it`) };
    });
  });
}

/**
 * Root reads, closes and rewrites env files. Who is not root, and can write what names them, could
 * have it do so to any file of this host.
 */
function notTheirs(place: string): Reason {
  const text = `${place}, and others than root can change that; if it is read here, list it in guard.yaml: install.env`;
  return { code: "untrusted", text };
}

function unitFiles({ host, root, units, trusted }: EnvSources, gaps: Gap[]): Named[] {
  return units.flatMap((unit) =>
    unit.environmentFiles.flatMap(({ path, setting: { file, line } }): Named[] => {
      const source = `EnvironmentFile= of ${unit.name}`;
      if (!isInside(root, withoutLinks(host, path)) && othersCanChange(host, file, trusted)) {
        const hidden = notTheirs(`${file}:${line} names it`);
        return [{ path, source, dialect: "systemd", readByManager: unit.name, hidden }];
      }
      const expanded = expandGlob(host, path);
      gaps.push(...expanded.gaps);
      const found = expanded.paths.map((each): Named => {
        const named = { source, dialect: "systemd", readByManager: unit.name } as const;
        const real = withoutLinks(host, each);
        const isLed = real !== each && !isInside(root, real);
        if (!isLed || !othersCanChange(host, parentOf(each), trusted)) {
          return { ...named, path: real };
        }
        return { ...named, path: each, hidden: notTheirs("a link leads to it") };
      });
      return [...expanded.gaps.map((each) => unlisted(each, source)), ...found];
    }),
  );
}

/** The folder resolved, the name kept: below the root no link is followed when it is read. */
function withoutLinks(host: FileReader, path: string): string {
  const folder = host.realPath(parentOf(path));
  return folder.kind === "found" ? joinPath(folder.value, baseName(path)) : path;
}

/** What stands for the env files of a folder that is closed to us: none of their values is known. */
function unlisted({ what, reason }: Gap, source: string): Named {
  return { path: what, hidden: reason, source };
}

/** Nothing for a name that is not there, unless guard.yaml says that it is. */
function readEnvFile({ files, host, root }: EnvSources, named: Named, isPhp: boolean): EnvFile[] {
  const reader = isInside(root, named.path) ? files : host;
  const hidden = named.hidden && blocked(named.hidden.code, named.hidden.text);
  const stat = hidden ?? reader.stat(named.path);
  if (stat.kind === "absent" && !named.isWanted) return [];
  const dialect = named.dialect ?? (isPhp ? "php" : "dotenv");
  const content = hidden ?? (stat.kind === "absent" ? notThere : reader.read(named.path));
  const parsed =
    content.kind === "found" ? found(parseEnvFile(content.value.bytes, dialect)) : content;
  return [
    {
      path: named.path,
      stat,
      content: parsed.kind === "absent" ? goneMeanwhile : parsed,
      dialect,
      source: named.source,
      ...(named.links === undefined ? {} : { links: named.links }),
      ...(named.readByManager === undefined ? {} : { readByManager: named.readByManager }),
    },
  ];
}

/** It may be on a disk that is not mounted: no verdict about its values can be made. */
const notThere = blocked("io", "the file that guard.yaml names is not there");
const goneMeanwhile = blocked("io", "it vanished while it was read");
