import { GuardError, configurationError, environmentError } from "../../core/error.ts";
import { parseBaseline } from "../../core/documents/parse-baseline.ts";
import { isInside, parentOf, joinPath, baseName, publishPath } from "../../core/text/path-text.ts";
import { readText } from "../../install/read-text.ts";
import type { AcceptancePorts, AcceptanceScope } from "./acceptance-scope.ts";

const maxBytes = { waivers: 1024 * 1024, baseline: 64 * 1024 * 1024 } as const;

interface OrderFile {
  /** Absolute. */
  readonly file: string;
  /** Where it was named, for messages. */
  readonly source: string;
  readonly what: keyof typeof maxBytes;
}

/**
 * The text of a file that says what does not count. Not from the audited tree, and as root only
 * what nobody else can write; in a scan's own checkout both are the business of who writes it.
 */
export function readOrders(
  ports: AcceptancePorts,
  { file, source, what }: OrderFile,
  scope: AcceptanceScope,
): string {
  const name = publishPath(file);
  const own = placeInTree(ports, file, scope);
  if (own && scope.inside === "refused") throw insideInstall(name, what);
  if (!own) ports.assertTrusted(file);
  // In a tree that somebody else may change meanwhile no link is followed.
  const reader = own ? ports.filesOf(own.tree) : ports.host;
  const content = readText(reader, own?.path ?? file, { maxBytes: maxBytes[what] });
  if (content.kind === "found") return content.value.text;
  const why = content.kind === "absent" ? "there is no such file" : content.reason.text;
  throw configurationError(
    what === "waivers" ? "WAIVERS_UNREADABLE" : "BASELINE_UNREADABLE",
    `${name}: ${why} (${source})`,
    what === "waivers"
      ? "check the path for a typing slip"
      : "check the path, or write one first with --write-baseline",
  );
}

/** A baseline replaces a baseline, and nothing else: not the file that a slip of the finger names. */
export function assertReplaceable(
  ports: AcceptancePorts,
  file: string,
  scope: AcceptanceScope,
): void {
  const name = publishPath(file);
  if (scope.inside === "refused" && placeInTree(ports, file, scope)) {
    throw insideInstall(name, "baseline");
  }
  const folder = ports.host.stat(parentOf(file));
  if (folder.kind === "absent") {
    const where = publishPath(parentOf(file));
    throw environmentError("BASELINE_TARGET", `there is no folder ${where}`, "make it first");
  }
  if (ports.host.stat(file).kind === "absent" || isBaseline(ports, file)) return;
  throw configurationError(
    "BASELINE_TARGET",
    `${name}: is there and is no baseline, so it is not replaced (--write-baseline)`,
    "name another file, or remove that one first",
  );
}

function isBaseline({ host }: AcceptancePorts, file: string): boolean {
  const content = readText(host, file, { maxBytes: maxBytes.baseline });
  if (content.kind !== "found") return false;
  try {
    parseBaseline(content.value.text, file);
    return true;
  } catch (error) {
    if (error instanceof GuardError) return false;
    throw error;
  }
}

/**
 * Where the file lies in one of the trees, if it does. What is refused is refused under its name
 * and under what that leads to; what is allowed must lie there by both.
 */
function placeInTree(
  { host }: AcceptancePorts,
  file: string,
  { trees, inside }: AcceptanceScope,
): { readonly tree: string; readonly path: string } | undefined {
  const real = host.realPath(file);
  const folder = host.realPath(parentOf(file));
  const target =
    real.kind === "found"
      ? real.value
      : joinPath(folder.kind === "found" ? folder.value : parentOf(file), baseName(file));
  const tree = trees.find((each) => {
    const [byName, byTarget] = [isInside(each, file), isInside(each, target)];
    return inside === "refused" ? byName || byTarget : byName && byTarget;
  });
  return tree === undefined ? undefined : { tree, path: target };
}

function insideInstall(name: string, what: OrderFile["what"]) {
  return configurationError(
    what === "waivers" ? "WAIVERS_INSIDE_INSTALL" : "BASELINE_INSIDE_INSTALL",
    `${name}: ${what === "waivers" ? "waivers" : "a baseline"} inside the audited install would let it judge itself`,
    "keep it outside, beside guard.yaml",
  );
}
