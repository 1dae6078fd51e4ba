import type { FileReader } from "../../core/ports/files.ts";
import { type Gap, type Look, type Reason, absent, blocked, found, gap } from "../../core/look.ts";
import { joinPath, parentOf } from "../../core/text/path-text.ts";
import { expandGlob, isGlob } from "../glob.ts";
import { readText } from "../read-text.ts";
import { type ApacheEnvironment, readEnvironment } from "./environment.ts";
import { builtInModules, loadedNames } from "./modules.ts";
import { type WrittenDirective, parseApache } from "./parse-apache.ts";
import { splitArguments } from "./split-arguments.ts";
import { judgeSwitch } from "./switches.ts";
import type { ApacheState } from "./apache-state.ts";

/** A directive in force: includes, conditions and variables are resolved. */
export interface ApacheDirective {
  readonly name: string;
  readonly args: readonly string[];
  /** What stands behind the name, for directives with rules of their own. */
  readonly text: string;
  readonly block?: readonly ApacheDirective[];
  readonly file: string;
  readonly line: number;
}

export interface ApacheConfiguration {
  /** The main file. */
  readonly path: string;
  readonly directives: readonly ApacheDirective[];
  /** As it is after reading: for `.htaccess` files. */
  readonly state: ApacheState;
  readonly environment: ApacheEnvironment;
  readonly files: readonly string[];
  readonly gaps: readonly Gap[];
}

/** Stands for what could not be read or decided: whatever surrounds it cannot be told. */
export const undecidedPart = "<undecided>";

interface Loading {
  readonly state: ApacheState;
  readonly files: string[];
  readonly gaps: Gap[];
}

const deepest = 32;

/** Reads a main file with everything it includes. `absent`: there is no such file. */
export function loadApache(reader: FileReader, path: string): Look<ApacheConfiguration> {
  const environment = readEnvironment(reader, path);
  const folder = parentOf(path);
  const state: ApacheState = {
    reader,
    modules: builtInModules(),
    values: new Map(environment.values),
    defined: new Set(environment.defined),
    serverRoot: folder.endsWith("/conf") ? parentOf(folder) : folder,
  };
  const loading: Loading = { state, files: [], gaps: [...environment.gaps] };
  const main = readWritten(loading, path);
  if (main.kind !== "found") return main;
  const directives = resolve(loading, main.value, [path]);
  return found({ path, directives, state, environment, files: loading.files, gaps: loading.gaps });
}

/** The directives of one `.htaccess` file, under what the main configuration defined. */
export function loadAccessFile(state: ApacheState, path: string): Look<readonly ApacheDirective[]> {
  const listed = state.reader.list(parentOf(path));
  if (listed.kind === "blocked") return listed.reason.code === "not-a-file" ? absent : listed;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const entry =
    listed.kind === "found" ? listed.value.find((each) => each.name === name) : undefined;
  if (!entry) return absent;
  // Apache would follow it; the tree may be hostile, so that we do not.
  if (entry.stat.kind !== "file") return blocked("not-a-file", `is a ${entry.stat.kind}`);
  const loading: Loading = { state, files: [], gaps: [] };
  const written = readWritten(loading, path);
  return written.kind === "found" ? found(resolve(loading, written.value, [path])) : written;
}

function readWritten(loading: Loading, path: string): Look<readonly WrittenDirective[]> {
  const content = readText(loading.state.reader, path);
  if (content.kind !== "found") return content;
  loading.files.push(path);
  const { directives, problem } = parseApache(content.value.text, path);
  return problem === undefined ? found(directives) : blocked("parse", problem);
}

type Trail = readonly string[];

function resolve(
  loading: Loading,
  written: readonly WrittenDirective[],
  trail: Trail,
): ApacheDirective[] {
  return written.flatMap((each) => resolveOne(loading, each, trail));
}

function resolveOne(loading: Loading, written: WrittenDirective, trail: Trail): ApacheDirective[] {
  const { state } = loading;
  const { name, file, line, block } = written;
  const text = filled(written.text, state.values);
  const args = splitArguments(text);
  const base = { name, args, text, file, line };
  const [first = "", second] = args;
  switch (name) {
    case "include":
    case "includeoptional":
      return included(loading, base, trail);
    case "ifmodule":
    case "ifdefine":
    case "ifversion":
    case "iffile": {
      const truth = judgeSwitch(name, args, state);
      if (truth === "false") return [];
      const inside = resolve(loading, block ?? [], trail);
      return truth === "true" ? inside : [{ ...base, name: undecidedPart, block: inside }];
    }
    case "define":
      state.defined.add(first);
      if (second !== undefined) state.values.set(first, second);
      return [];
    case "undefine":
      state.defined.delete(first);
      state.values.delete(first);
      return [];
    case "loadmodule":
      for (const each of loadedNames(first)) state.modules.add(each);
      return [];
    case "serverroot":
      state.serverRoot = first.replace(/(.)\/+$/, "$1");
      return [];
    case "ifdirective":
    case "ifsection":
    case "macro":
    case "use":
      return [{ ...base, name: undecidedPart }];
    default:
      return [block ? { ...base, block: resolve(loading, block, trail) } : base];
  }
}

/** `${NAME}`; one that is not set stays as it is, as Apache does it. */
function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{([^}:\s]+)\}/g, (whole, name: string) => values.get(name) ?? whole);
}

function included(loading: Loading, directive: ApacheDirective, trail: Trail): ApacheDirective[] {
  const { state } = loading;
  const argument = directive.args[0] ?? "";
  const pattern = argument.startsWith("/") ? argument : joinPath(state.serverRoot, argument);
  const { paths, gaps } = expandGlob(state.reader, pattern.replace(/(.)\/+$/, "$1"));
  loading.gaps.push(...gaps);
  const failed = (path: string, reason: Reason) => {
    loading.gaps.push(gap(path, reason));
    return [unread(directive, path)];
  };
  if (pattern.includes("${"))
    return failed(pattern, { code: "parse", text: "a variable is not set" });
  const must = directive.name === "include" && !isGlob(pattern);
  if (must && paths.length === 0)
    return failed(pattern, { code: "io", text: "is included and not there" });
  // What a folder on the way holds cannot be told.
  const hidden = gaps.map(({ what }) => unread(directive, what));
  return [
    ...hidden,
    ...paths.flatMap((path) => {
      if (trail.includes(path) || trail.length > deepest) {
        return failed(path, { code: "parse", text: "included by itself" });
      }
      const stat = state.reader.stat(path);
      if (stat.kind === "found" && stat.value.kind === "directory") {
        const whole = { ...directive, name: "includeoptional", args: [joinPath(path, "*")] };
        return included(loading, whole, [...trail, path]);
      }
      const written = readWritten(loading, path);
      if (written.kind === "absent") return [];
      if (written.kind === "blocked") return failed(path, written.reason);
      return resolve(loading, written.value, [...trail, path]);
    }),
  ];
}

function unread({ file, line }: ApacheDirective, path: string): ApacheDirective {
  return { name: undecidedPart, args: [path], text: `${path} could not be read`, file, line };
}
