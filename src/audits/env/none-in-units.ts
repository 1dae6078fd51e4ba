import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { findingsByValue } from "../../core/credentials/credential-groups.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import { hostConfigGaps } from "../../core/install/env-gaps.ts";
import { findReaders } from "../../core/install/foreign-readers.ts";
import type { HostConfigFile } from "../../core/install/install.ts";
import { type Gap, gap } from "../../core/look.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { isPlaceholderSecret } from "../../core/secrets/placeholder.ts";
import { uniqueGaps } from "../../core/unique-gaps.ts";
import { shownPath } from "../../core/install/shown-path.ts";

export const noneInUnits: Audit = {
  meta: {
    id: "env/none-in-units",
    title:
      "No credential stands in a unit, pool, compose file, crontab or web server configuration",
    rule: 2,
    severity: "high",
    why: "These files are made to be read by everybody: `systemctl show` prints the Environment= of a unit to any account, and files under /etc are 0644. They are also copied into tickets and repositories without a thought.",
    remedy:
      "Move the value into an env file with mode 0600 and name that file instead: `EnvironmentFile=` in the unit, `env_file:` in compose, the application's own .env for php-fpm and cron. Then `systemctl daemon-reload`, restart, and rotate the value.",
    needs: [],
    references: [
      "https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html",
      "https://docs.docker.com/compose/how-tos/use-secrets/",
      "https://www.php.net/manual/en/install.fpm.configuration.php",
    ],
  },
  run(context) {
    const { install } = context;
    const gaps = uniqueGaps([...hostConfigGaps(install), ...unreadHostFiles(context)]);
    if (install.hostConfigs.length === 0 && gaps.length === 0) {
      return notApplicable("no unit, pool, compose file, crontab or site belongs to it");
    }
    const readers = new Map(
      install.hostConfigs.map((file) => [file.path, readersOf(file, context)] as const),
    );
    const unseen = install.hostConfigs.flatMap(({ path, stat }) =>
      stat.kind === "blocked" ? [gap(path, stat.reason)] : [],
    );
    const held = context.credentials.filter(
      ({ path, value, heldBy }) =>
        heldBy !== "env" && readers.get(path) !== undefined && !isPlaceholderSecret(value),
    );
    const findings = findingsByValue(held, (first) => messageOf(first, readers, context));
    return conclude({ findings, gaps: [...gaps, ...unseen] });
  },
};

/** Who besides root and the service can read it, in words; undefined when nobody. */
function readersOf({ path, kind, stat }: HostConfigFile, context: AuditContext) {
  // Unit properties are handed to every account that asks the manager.
  if (kind === "unit") return "every account can ask systemd for it";
  if (stat.kind !== "found") return undefined;
  const readers = findReaders(path, stat.value, context);
  return readers === undefined ? undefined : `${readers} can read it`;
}

function messageOf(
  { name, path }: Credential,
  readers: ReadonlyMap<string, string | undefined>,
  { install }: AuditContext,
): string {
  return `${name} stands in ${shownPath(install, path)}: ${readers.get(path) ?? ""}`;
}

const hostPlaces =
  /^\/(?:etc|run|lib|usr)\/.*(?:systemd|php|cron)|^\/var\/spool\/cron|^(?:nginx|Apache) /;

/** What discovery could not read of the host; a crontab that is closed to us is closed to others. */
function unreadHostFiles({ install, accounts }: AuditContext): readonly Gap[] {
  return install.gaps.filter(
    ({ what, reason }) =>
      hostPlaces.test(what) &&
      !(accounts.self.uid !== 0 && what.includes("/cron") && reason.code === "permission"),
  );
}
