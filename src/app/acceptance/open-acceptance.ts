import path from "node:path";
import type { Acceptance } from "../../core/acceptance/accept.ts";
import { baselineOf } from "../../core/acceptance/known-findings.ts";
import type { Baseline } from "../../core/documents/baseline.ts";
import { type ReadBaseline, parseBaseline } from "../../core/documents/parse-baseline.ts";
import type { Report } from "../../core/documents/report.ts";
import { publishPath, relativeTo } from "../../core/text/path-text.ts";
import { parseWaivers } from "../../install/config/parse-waivers.ts";
import type { AcceptanceOptions, AcceptancePorts, AcceptanceScope } from "./acceptance-scope.ts";
import { assertReplaceable, readOrders } from "./read-orders.ts";

export interface OpenedAcceptance {
  readonly acceptance: Acceptance;
  /** Of the baseline: keys the fingerprints of this run. */
  readonly key?: Uint8Array;
}

/**
 * Reads waivers and baseline, and makes sure that a new baseline can be written.
 *
 * @throws GuardError for files that are not there, not to be trusted, or not right in any place.
 */
export function openAcceptance(
  ports: AcceptancePorts,
  options: AcceptanceOptions,
  scope: AcceptanceScope,
): OpenedAcceptance {
  const waivers = openWaivers(ports, options, scope);
  const baseline = openBaseline(ports, options, scope);
  if (options.writeBaseline !== undefined) {
    assertReplaceable(ports, path.resolve(ports.cwd, options.writeBaseline), scope);
  }
  return {
    acceptance: {
      ...(waivers ? { waivers } : {}),
      ...(baseline ? { baseline: { file: baseline.file, findings: baseline.findings } } : {}),
    },
    ...(baseline ? { key: Uint8Array.from(Buffer.from(baseline.key, "hex")) } : {}),
  };
}

/** The baseline that the options ask for, under the key that made this run's fingerprints. */
export function writtenBaseline(
  report: Report,
  { writeBaseline }: AcceptanceOptions,
  { acceptance, key }: OpenedAcceptance,
  ownKey: Uint8Array,
): { readonly baseline?: Baseline } {
  if (writeBaseline === undefined) return {};
  const hex = Buffer.from(key ?? ownKey).toString("hex");
  return { baseline: baselineOf(report, hex, acceptance.baseline?.findings) };
}

function openWaivers(
  ports: AcceptancePorts,
  { waivers }: AcceptanceOptions,
  scope: AcceptanceScope,
): Acceptance["waivers"] | undefined {
  const { auditIds, configured, complete, root, secretIn } = scope;
  const file = waivers === undefined ? configured : path.resolve(ports.cwd, waivers);
  if (file === undefined) return undefined;
  const source = waivers === undefined ? "waivers: of guard.yaml" : "--waivers";
  const text = readOrders(ports, { file, source, what: "waivers" }, scope);
  const now = ports.clock.now();
  const entries = parseWaivers(text, file, { auditIds, now, root, secretIn });
  return { file: shownFile(file, root), entries, now, complete };
}

function openBaseline(
  ports: AcceptancePorts,
  { baseline }: AcceptanceOptions,
  scope: AcceptanceScope,
): (ReadBaseline & { readonly file: string }) | undefined {
  if (baseline === undefined) return undefined;
  const file = path.resolve(ports.cwd, baseline);
  const text = readOrders(ports, { file, source: "--baseline", what: "baseline" }, scope);
  return { ...parseBaseline(text, publishPath(file)), file: shownFile(file, scope.root) };
}

function shownFile(file: string, root: string | null): string {
  return publishPath(root === null ? file : relativeTo(root, file));
}
