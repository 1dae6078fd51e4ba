import { reasonOfKind } from "../../core/install/file-kind-reason.ts";
import type { FileReader } from "../../core/ports/files.ts";
import { type Gap, gap } from "../../core/look.ts";
import { compareText, joinPath } from "../../core/text/path-text.ts";
import { readText } from "../read-text.ts";
import { type UnitSetting, lastOf, listOf, parseUnit, unitWords } from "./parse-unit.ts";

/** A service unit with its drop-ins. */
export interface ServiceUnit {
  readonly name: string;
  /** The unit file first, then its drop-ins in the order systemd reads them. */
  readonly files: readonly string[];
  readonly settings: readonly UnitSetting[];
  readonly user?: string;
  readonly group?: string;
  readonly supplementaryGroups: readonly string[];
  readonly workingDirectory?: string;
  readonly commands: readonly string[];
  readonly environmentFiles: readonly { readonly path: string; readonly setting: UnitSetting }[];
}

/** https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html#Unit%20File%20Load%20Path */
const searchPath = [
  "/etc/systemd/system",
  "/run/systemd/system",
  "/usr/local/lib/systemd/system",
  "/lib/systemd/system",
  "/usr/lib/systemd/system",
];

export interface LoadedUnits {
  readonly units: readonly ServiceUnit[];
  readonly gaps: readonly Gap[];
}

/** Every service unit of this host by name; the first folder that has it wins. */
export function loadUnits(reader: FileReader): LoadedUnits {
  const gaps: Gap[] = [];
  const files = new Map<string, string>();
  const folders = new Set<string>();
  for (const folder of searchPath) {
    const listed = reader.list(folder);
    if (listed.kind === "blocked") gaps.push(gap(folder, listed.reason));
    if (listed.kind !== "found") continue;
    for (const { name, stat } of listed.value) {
      if (name.endsWith(".service.d")) folders.add(name);
      if (!name.endsWith(".service") || files.has(name)) continue;
      const place = joinPath(folder, name);
      // systemd passes over it to the next folder; what stood there before may be running.
      const reason = stat.kind === "link" ? undefined : reasonOfKind(stat.kind);
      if (reason) gaps.push(gap(place, reason));
      else files.set(name, place);
    }
  }
  const instances = enabledInstances(reader, gaps);
  for (const name of instances) {
    const template = templateOf(name);
    const path = files.get(template);
    if (path !== undefined && !files.has(name)) files.set(name, path);
  }
  // A template runs as its instances; without any it still tells what it would run.
  for (const name of instances) files.delete(templateOf(name));
  const units = [...files]
    .toSorted(([left], [right]) => compareText(left, right))
    .flatMap(([name, path]) => {
      const dropInFolders = [`${name}.d`, `${templateOf(name)}.d`].filter((each) =>
        folders.has(each),
      );
      return readUnit(reader, name, path, [...new Set(dropInFolders)], gaps);
    });
  return { units, gaps };
}

/** `shop@.service` of `shop@eu.service`; a plain name stays. */
function templateOf(name: string): string {
  return name.replace(/@.+(?=\.service$)/, "@");
}

/** Instances that a target starts: the links in `multi-user.target.wants` and the like. */
function enabledInstances(reader: FileReader, gaps: Gap[]): readonly string[] {
  const names = new Set<string>();
  for (const top of searchPath) {
    const listed = reader.list(top);
    for (const { name } of listed.kind === "found" ? listed.value : []) {
      if (!/\.(?:wants|requires)$/.test(name)) continue;
      const place = joinPath(top, name);
      const started = reader.list(place);
      if (started.kind === "blocked" && started.reason.code !== "not-a-file") {
        gaps.push(gap(place, started.reason));
      }
      for (const each of started.kind === "found" ? started.value : []) {
        if (/^.+@.+\.service$/.test(each.name)) names.add(each.name);
      }
    }
  }
  return [...names];
}

function readUnit(
  reader: FileReader,
  name: string,
  path: string,
  dropInFolders: readonly string[],
  gaps: Gap[],
): ServiceUnit[] {
  const paths = [path, ...dropIns(reader, dropInFolders, gaps)];
  const settings: UnitSetting[] = [];
  const files: string[] = [];
  for (const file of paths) {
    const content = readText(reader, file);
    // A link to nowhere is a unit that is gone.
    if (content.kind === "blocked" && !isMask(reader, file)) gaps.push(gap(file, content.reason));
    if (content.kind !== "found") continue;
    files.push(file);
    settings.push(...parseUnit(content.value.text, file));
  }
  return files.length === 0 ? [] : [unitOf(name, files, settings)];
}

/** A link to /dev/null turns the unit, or the drop-in, off. */
function isMask(reader: FileReader, file: string): boolean {
  const stat = reader.stat(file);
  return stat.kind === "found" && stat.value.kind === "device";
}

/** Drop-ins of all folders by file name: `/etc` hides `/lib`, an instance's hide its template's. */
function dropIns(reader: FileReader, folders: readonly string[], gaps: Gap[]): string[] {
  const found = new Map<string, string>();
  for (const place of folders.flatMap((each) => searchPath.map((top) => joinPath(top, each)))) {
    const listed = reader.list(place);
    // What is no folder has no drop-ins for systemd either.
    if (listed.kind === "blocked" && listed.reason.code !== "not-a-file") {
      gaps.push(gap(place, listed.reason));
    }
    if (listed.kind !== "found") continue;
    for (const { name } of listed.value) {
      if (!name.endsWith(".conf") || found.has(name)) continue;
      found.set(name, joinPath(place, name));
    }
  }
  return [...found].toSorted(([left], [right]) => compareText(left, right)).map(([, path]) => path);
}

/** A unit from its settings alone; `%%` is the only specifier that needs no running manager. */
export function unitOf(
  name: string,
  files: readonly string[],
  settings: readonly UnitSetting[],
): ServiceUnit {
  const text = (key: string) => {
    const value = lastOf(settings, key)?.value;
    return value === undefined ? undefined : specified(value, name);
  };
  const [user, group, folder] = [text("User"), text("Group"), text("WorkingDirectory")];
  return {
    name,
    files,
    settings,
    ...(user === undefined ? {} : { user }),
    ...(group === undefined ? {} : { group }),
    ...(folder === undefined ? {} : { workingDirectory: folder.replace(/^-/, "") }),
    supplementaryGroups: listOf(settings, "SupplementaryGroups").flatMap(({ value }) =>
      unitWords(value),
    ),
    commands: ["ExecStart", "ExecStartPre", "ExecReload"].flatMap((key) =>
      listOf(settings, key).map(({ value }) => specified(value, name)),
    ),
    environmentFiles: listOf(settings, "EnvironmentFile").map((setting) => ({
      path: specified(setting.value.replace(/^-/, ""), name).replace(/^(["'])(.*)\1$/, "$2"),
      setting,
    })),
  };
}

function specified(value: string, name: string): string {
  const instance = /@(.+)\.service$/.exec(name)?.[1] ?? "";
  return value.replaceAll(/%([%iInNpP])/g, (whole, letter: string) => {
    if (letter === "%") return "%";
    if (letter === "i" || letter === "I") return instance;
    if (letter === "n") return name;
    if (letter === "N") return name.replace(/\.service$/, "");
    return letter === "p" ? name.replace(/(@.*)?\.service$/, "") : whole;
  });
}
