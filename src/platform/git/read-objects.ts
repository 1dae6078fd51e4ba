import type { ObjectFormat, ObjectsSeen, VisitObject } from "../../core/ports/git-process.ts";
import type { Gap, Look } from "../../core/look.ts";
import { found, gap } from "../../core/look.ts";
import { runGit } from "./git-child.ts";
import type { GitEnd } from "./git-child.ts";
import type { GitIdentity } from "./git-identity.ts";
import type { ObjectFile } from "./list-object-files.ts";
import { BatchFormatError, BatchParser } from "./parse-batch.ts";
import type { BatchEvents } from "./parse-batch.ts";

/** Where a git child reads objects, and how it is run. */
export interface ObjectSource {
  /** The real objects folder, and the private one that git is shown. */
  readonly folder: string;
  readonly shown: string;
  readonly format: ObjectFormat;
  readonly files: readonly ObjectFile[];
  readonly env: Readonly<Record<string, string>>;
  readonly identity: GitIdentity;
  readonly timeoutMs: number;
  readonly maxObjectBytes: number;
}

export interface BatchEnd extends ObjectsSeen {
  /** Why git stopped before its end; absent when it did not. */
  readonly failure?: { readonly code: "timeout" | "git-failed"; readonly text: string };
}

/** These objects, in the order asked for. */
export async function readObjects(
  source: ObjectSource,
  ids: readonly string[],
  visit: VisitObject,
): Promise<Look<ObjectsSeen>> {
  if (ids.length === 0) return found({ count: 0, bytes: 0, unread: [], gaps: [] });
  let answered = 0;
  const stdin = Buffer.from(`${ids.join("\n")}\n`, "latin1");
  const end = await readBatch(source, { flags: ["--buffer"], stdin }, visit, () => {
    answered += 1;
  });
  if (end.kind !== "found" || (!end.value.failure && answered === ids.length)) return end;
  const reason = end.value.failure ?? { code: "git-failed" as const, text: "git said too little" };
  const left = gap(source.folder, reason, ids.length - answered);
  return found({ ...end.value, gaps: [...end.value.gaps, left] });
}

/** One run of `git cat-file --batch`. `onId` sees each id that was answered, also the missing. */
export async function readBatch(
  source: ObjectSource,
  { flags, stdin }: { readonly flags: readonly string[]; readonly stdin?: Uint8Array },
  visit: VisitObject,
  onId: (id: string) => void,
): Promise<Look<BatchEnd>> {
  const [parser, run] = collect(source, visit, onId);
  try {
    const end = await runGit({
      args: ["cat-file", "--batch", ...flags],
      env: source.env,
      identity: source.identity,
      timeoutMs: source.timeoutMs,
      ...(stdin ? { stdin } : {}),
      onOutput: (chunk) => parser.push(chunk),
    });
    if (end.kind !== "found") return end;
    const failure = failureOf(source, end.value, parser.isBetweenObjects);
    return found({ ...run, ...(failure ? { failure } : {}) });
  } catch (error) {
    if (!(error instanceof BatchFormatError)) throw error;
    const failure = { code: "git-failed", text: "what git printed is not understood" } as const;
    return found({ ...run, failure });
  }
}

type Run = {
  count: number;
  bytes: number;
  readonly unread: string[];
  readonly gaps: Gap[];
};

/** A parser that hands objects on and notes what was not to be had. */
function collect(
  source: ObjectSource,
  visit: VisitObject,
  onId: (id: string) => void,
): [BatchParser, Run] {
  const run: Run = { count: 0, bytes: 0, unread: [], gaps: [] };
  const leaveOut = (id: string, problem: Gap) => {
    onId(id);
    run.unread.push(id);
    run.gaps.push(problem);
  };
  const events: BatchEvents = {
    object(id, type, content) {
      run.count += 1;
      run.bytes += content.length;
      onId(id);
      visit({ id, type, bytes: content });
    },
    missing(id) {
      const text = "an object cannot be read";
      leaveOut(id, gap(source.folder, { code: "git-failed", text }));
    },
    tooLarge(id, type, size) {
      const text = `${type} of ${Math.ceil(size / 1_048_576)} MiB was left out`;
      leaveOut(id, gap(`object ${id}`, { code: "too-large", text }));
    },
  };
  return [new BatchParser(events, source.maxObjectBytes), run];
}

function failureOf(
  { folder, shown }: ObjectSource,
  { exitCode, stderr, timedOut }: GitEnd,
  isWhole: boolean,
): BatchEnd["failure"] {
  if (timedOut) return { code: "timeout", text: "git took too long" };
  if (exitCode === 0 && isWhole && stderr === "") return undefined;
  // Where our private folder shows, say the real one: the name of ours differs in each run.
  const [first = ""] = stderr.replaceAll(shown, folder).trim().split("\n");
  const said = first === "" ? `git stopped (exit ${exitCode ?? "by signal"})` : `git: ${first}`;
  return { code: "git-failed", text: said.slice(0, 200) };
}
