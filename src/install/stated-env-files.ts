import { posix } from "node:path";
import type { FileReader } from "../core/ports/files.ts";
import type { Gap, Reason } from "../core/look.ts";
import { once } from "../core/once.ts";
import { baseName, isInside, joinPath, parentOf, relativeTo } from "../core/text/path-text.ts";
import { expandGlob } from "./glob.ts";
import { type EnvSources, type NamedEnvFile, unlisted } from "./named-env-file.ts";
import { othersCanChange } from "./others-can-change.ts";

/** The env files that compose files and units name, in reading order. */
export function statedEnvFiles(sources: EnvSources, gaps: Gap[]): readonly NamedEnvFile[] {
  return [...composeFiles(sources), ...unitFiles(sources, gaps)];
}

function composeFiles({ compose, files, host, root, trusted }: EnvSources): NamedEnvFile[] {
  return compose.flatMap(({ path, content }) => {
    const isAnybodys = once(() => othersCanChange(host, path, trusted));
    return (content.kind === "found" ? content.value.envFiles : []).map((file): NamedEnvFile => {
      const named = {
        path: posix.resolve(posix.dirname(path), file.path),
        source: `env_file of ${baseName(path)}:${file.line}`,
        readers: ["compose"] as const,
        readByManager: "docker compose",
      };
      if (!isInside(root, named.path) && isAnybodys()) {
        return { ...named, hidden: notTheirs(`${relativeTo(root, path)}:${file.line} names it`) };
      }
      if (file.written === undefined || files.stat(named.path).kind !== "absent") return named;
      const text = `${relativeTo(root, path)}:${file.line} names it with variables`;
      const written = posix.resolve(posix.dirname(path), file.written);
      return { ...named, path: written, hidden: { code: "parse", text } };
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

function unitFiles({ host, root, units, trusted }: EnvSources, gaps: Gap[]): NamedEnvFile[] {
  return units.flatMap((unit) =>
    unit.environmentFiles.flatMap(({ path, setting: { file, line } }): NamedEnvFile[] => {
      const source = `EnvironmentFile= of ${unit.name}`;
      const { name } = unit;
      const named = { source, readers: ["systemd"], readByManager: name, units: [name] } as const;
      if (!isInside(root, withoutLinks(host, path)) && othersCanChange(host, file, trusted)) {
        return [{ ...named, path, hidden: notTheirs(`${file}:${line} names it`) }];
      }
      const expanded = expandGlob(host, path);
      gaps.push(...expanded.gaps);
      const found = expanded.paths.map((each): NamedEnvFile => {
        const real = withoutLinks(host, each);
        // A link that is the file itself is followed as well where it is outside of the root.
        const isLed = real !== each || host.readLink(real).kind === "found";
        if (isInside(root, real) || !isLed || !othersCanChange(host, parentOf(each), trusted)) {
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
