import { isUntrustedFile } from "./untrusted-file.ts";
import type { Install, Sourced } from "./install.ts";
import { relativeTo } from "../text/path-text.ts";

/**
 * How sure a discovered fact is. `certain`: stated in configuration or by a person. `likely`:
 * concluded from what lies or runs here. `guess`: a default, for want of anything better.
 */
export type Certainty = "certain" | "likely" | "guess";

export interface FoundFact {
  readonly what: "root" | "env file" | "service user" | "environment" | "site" | "log";
  /** A path relative to the root, an account, a name. */
  readonly value: string;
  readonly source: string;
  readonly certainty: Certainty;
}

/** Sources that only suggest; every other one is a line that somebody wrote. */
const suggesting: readonly (readonly [RegExp, Certainty])[] = [
  [
    /^(?:found in |in the root$|in the release$|shared between |.+ links to it$|the current folder$)/,
    "likely",
  ],
  [/^process \d+ /, "likely"],
  [/^(?:owner of the root|the default)$/, "guess"],
];

/** How sure that is which comes from a source as discovery words it. */
export function certaintyOf(source: string): Certainty {
  return suggesting.find(([pattern]) => pattern.test(source))?.[1] ?? "certain";
}

/** What was found out about an install, each with the place it came from, in reading order. */
export function foundFacts(install: Install): readonly FoundFact[] {
  const { root, source, envFiles, serviceUser, environment, sites, logs } = install;
  const fact = (what: FoundFact["what"], value: string, from: string): FoundFact => ({
    what,
    value,
    source: from,
    certainty: certaintyOf(from),
  });
  const ofSourced = (what: FoundFact["what"], { value, source: from }: Sourced<string>) =>
    fact(what, value, from);
  return [
    fact("root", root, source),
    ...envFiles
      .filter((file) => file.stat.kind !== "absent" && !isUntrustedFile(file))
      .map((file) => fact("env file", relativeTo(root, file.path), file.source)),
    ...(serviceUser.kind === "found"
      ? [fact("service user", serviceUser.value.value.name, serviceUser.value.source)]
      : []),
    ofSourced("environment", environment),
    ...(sites.kind === "found" ? sites.value : [])
      .filter(({ file }) => file !== "")
      .map((site) => fact("site", site.serverNames[0] ?? site.server, site.label)),
    ...logs
      .filter(({ files }) => files.length > 0)
      .map((log) => fact("log", relativeTo(root, log.path ?? log.files[0] ?? ""), log.source)),
  ];
}
