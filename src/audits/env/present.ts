import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { placeOfCredential } from "../../core/credentials/credential-groups.ts";
import { environmentOfFile } from "../../core/install/env-environment.ts";
import { unitOf } from "../../core/install/service-units.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import { envFileGaps } from "../../core/install/env-gaps.ts";
import { plural } from "../../core/exit.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { EnvContent, EnvFile } from "../../core/install/install.ts";
import { conclude } from "../../core/outcome.ts";
import { joinPath } from "../../core/text/path-text.ts";
import { envListGaps } from "../../core/install/seen-env-files.ts";
import { shownPath } from "../../core/install/shown-path.ts";

export const present: Audit = {
  meta: {
    id: "env/present",
    title: "There is an env file, and every program reads the same credentials from it",
    rule: 2,
    severity: "medium",
    why: "Keys that are not in an env file are in code or in a unit, where they are copied and shown. And an env file is read by several programs with different rules: a # or $ in a password is cut off by one and kept by another, which looks like a wrong key.",
    remedy:
      "Keep the keys in `.env` beside the code (mode 0600), one NAME=value per line. Put values with #, $, spaces or quotes between single quotes, and run `iptvbp-guard audit --only env/present` again.",
    needs: [],
    references: [
      "https://12factor.net/config",
      "https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/",
      "https://github.com/motdotla/dotenv",
    ],
  },
  run(context) {
    const { install } = context;
    const missing = install.envFiles.filter(({ stat }) => stat.kind === "absent");
    const names = new Set(missing.map(({ path }) => path));
    const unread = envFileGaps(install).filter(({ what }) => !names.has(what));
    const gaps = [...envListGaps(install), ...unread];
    const isNone = install.envFiles.length === missing.length && gaps.length === 0;
    const findings = isNone
      ? [
          {
            message: "there is no env file",
            location: { kind: "file" as const, path: joinPath(install.root, ".env") },
          },
        ]
      : [...install.envFiles.flatMap((file) => judge(file, context)), ...otherValues(context)];
    return conclude({ findings, gaps });
  },
};

function judge(file: EnvFile, context: AuditContext): readonly FindingDraft[] {
  if (file.stat.kind === "absent") {
    const message = `${shownPath(context.install, file.path)} is not there, and guard.yaml names it`;
    return [{ message, location: { kind: "file", path: file.path } }];
  }
  if (file.content.kind !== "found") return [];
  const { problems, differences } = file.content.value;
  const unread = problems.length > 0 ? [unreadable(file, problems, context)] : [];
  return [...unread, ...differences.flatMap((each) => differing(file, each, context))];
}

function unreadable(
  { path }: EnvFile,
  problems: readonly string[],
  { install }: AuditContext,
): FindingDraft {
  const places = problems.map((problem) => {
    const line = /^line (\d+): /.exec(problem)?.[1];
    return { kind: "file" as const, path, ...(line === undefined ? {} : { line: Number(line) }) };
  });
  const [first = { kind: "file" as const, path }, ...others] = places;
  const text = (problems[0] ?? "").replace(/^line \d+: /, "");
  const more = others.length > 0 ? ` (and ${plural(others.length, "more line")})` : "";
  return {
    message: `${shownPath(install, path)} does not parse: ${text}${more}`,
    location: first,
    alsoAt: others,
  };
}

/**
 * Credentials that a unit, pool, compose file or crontab sets to another value than the env file.
 * An `EnvironmentFile=` wins over the `Environment=` of its own unit.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile=
 */
function otherValues({ credentials, install }: AuditContext): readonly FindingDraft[] {
  const main = install.envFiles.filter(
    ({ path }) => environmentOfFile(install, path) === install.environment.value,
  );
  return credentials.flatMap((each): readonly FindingDraft[] => {
    if (each.heldBy === "env") return [];
    const unit = unitOf(each.path);
    const beaten = main.some(
      ({ path, units }) =>
        unit !== undefined &&
        // A template's file is that of each instance.
        units?.some((name) => [name, name.replace(/@.+(?=\.service$)/, "@")].includes(unit)) &&
        credentials.some((other) => other.path === path && other.name === each.name),
    );
    const ours = credentials.filter(
      ({ name, path, heldBy }) =>
        heldBy === "env" && name === each.name && main.some((file) => file.path === path),
    );
    const [first] = ours;
    if (!first || beaten || ours.some(({ value }) => value.equals(each.value))) return [];
    const [here, there] = [each.path, first.path].map((path) => shownPath(install, path));
    return [
      {
        message: `${each.name} has another value in ${here} than in ${there}`,
        location: placeOfCredential(each),
        alsoAt: ours.map(placeOfCredential),
        remedy: `find out which of the two is right; keep it in ${there}, take the line out of ${here}, and restart the service`,
        ruleId: baseId(each.id),
      },
    ];
  });
}

/** Differences in what is no credential are not this audit's business. */
function differing(
  { path }: EnvFile,
  { key, line, text }: EnvContent["differences"][number],
  { credentials, declared }: AuditContext,
): readonly FindingDraft[] {
  const known = [...credentials, ...declared].find(({ name }) => name === key);
  if (!known) return [];
  return [
    {
      message: `${key} is read in two ways: ${text}`,
      location: { kind: "env", path, key, line },
      ruleId: baseId(known.id),
    },
  ];
}
