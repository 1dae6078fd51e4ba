import path from "node:path";
import { loadLocalAudits } from "../../catalogue/read-local-audits.ts";
import { audits } from "../../audits/index.ts";
import type { Baseline } from "../../core/documents/baseline.ts";
import { conclude } from "../../core/outcome.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";
import type { Report } from "../../core/documents/report.ts";
import type { SearchResult } from "../../core/ports/secret-search.ts";
import { assertExtensionsOutside } from "../../install/config/read-extensions.ts";
import { type LeftOutValue, compileMatcher } from "../../detect/compile-matcher.ts";
import { openAcceptance, writtenBaseline } from "../acceptance/open-acceptance.ts";
import { type AuditResult, buildReport } from "../audit/build-report.ts";
import { addCounts } from "../audit/merge-results.ts";
import { publicKey } from "../audit/open-ledger.ts";
import { extendedCatalogue } from "../extended-catalogue.ts";
import { extensionsBesideConfig } from "../extensions-beside-config.ts";
import { scanFindings } from "./scan-findings.ts";
import type { ScanOptions } from "./scan-options.ts";
import { createRedactNames } from "../redact-names.ts";
import { readOwnValues } from "./scan-own-values.ts";
import { type ScanPart, scanParts } from "./scan-parts.ts";
import { type ScanPorts, openPlace } from "./scan-place.ts";
import { scanRoot } from "./scan-root.ts";

export type { ScanOptions } from "./scan-options.ts";

/** Called before each part; for progress. */
export type OnScan = (what: string) => void;

export interface ScanRun {
  readonly report: Report;
  /** Own values that were not searched: they would be found everywhere. */
  readonly leftOut: readonly LeftOutValue[];
  /** What `--write-baseline` asks for. */
  readonly baseline?: Baseline;
}

/**
 * Searches for leaked secrets where it is told to. Changes nothing, writes nothing, asks nothing.
 *
 * @throws GuardError for paths that are not there, and where there is no repository to search.
 */
export async function scan(
  ports: ScanPorts,
  options: ScanOptions,
  onScan: OnScan = () => {},
): Promise<ScanRun> {
  const startedAt = ports.clock.now();
  const before = ports.clock.monotonicMs();
  const extensions = extensionsBesideConfig(ports, options.config);
  const catalogue = extendedCatalogue(ports.ruleFiles(), extensions);
  const own = ownValuesOf(ports, options, catalogue);
  const matcher = compileMatcher({ catalogue, own });
  const places = givenPaths(options).map((path) => openPlace(ports, path, matcher));
  // What the usual places hold was not put there by what is scanned.
  const asked = options.config ?? ports.config.variable;
  for (const { top } of asked === undefined ? [] : places) {
    assertExtensionsOutside(ports.host, extensions, top);
  }
  const root = scanRoot(places.map(({ top }) => top));
  const accepted = openAcceptance(ports, options, {
    root,
    trees: places.map(({ top }) => top),
    inside: "allowed",
    auditIds: [...audits, ...loadLocalAudits(extensions)].map(({ meta }) => meta.id),
    complete: options.history,
    secretIn: (text) => matcher.match(new TextEncoder().encode(text))[0]?.title,
  });
  const rows: Row[] = [];
  for (const part of scanParts(ports, options, { places, matcher })) {
    onScan(part.what);
    const started = ports.clock.monotonicMs();
    const result = await part.search();
    rows.push({ part, result, durationMs: Math.round(ports.clock.monotonicMs() - started) });
  }
  const { report } = buildReport({
    tool: ports.tool,
    root,
    host: ports.hostName,
    startedAt,
    durationMs: Math.round(ports.clock.monotonicMs() - before),
    results: rows.map((row) => resultOf(row, options.inline)),
    inputs: addCounts(rows.map(({ result }) => result.inputs)),
    gaps: [],
    hash: ports.keyedHash(accepted.key ?? publicKey),
    redact: createRedactNames(matcher),
    acceptance: accepted.acceptance,
    verdict: { failOn: options.failOn, strict: options.strict },
  });
  const { leftOut } = matcher;
  return { report, leftOut, ...writtenBaseline(report, options, accepted, publicKey) };
}

function ownValuesOf(ports: ScanPorts, { ownValues }: ScanOptions, catalogue: Catalogue) {
  if (ownValues === undefined) return [];
  return readOwnValues(path.resolve(ports.cwd, ownValues), ports.host, catalogue);
}

/** A pipe, as the only source, needs no path. */
function givenPaths({ paths, stdin, staged, history }: ScanOptions): readonly string[] {
  if (paths.length > 0) return paths;
  return stdin && !staged && !history ? [] : ["."];
}

interface Row {
  readonly part: ScanPart;
  readonly result: SearchResult;
  readonly durationMs: number;
}

function resultOf({ part, result, durationMs }: Row, inline: boolean): AuditResult {
  const findings = scanFindings(result.matches, { where: part.where }, inline);
  return { meta: part.meta, outcome: conclude({ findings, gaps: result.gaps }), durationMs };
}
