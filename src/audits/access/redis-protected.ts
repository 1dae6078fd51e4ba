import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { reachOf } from "../../core/install/address-reach.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import { lateRedis } from "../../core/install/late-redis.ts";
import type { RedisServer } from "../../core/install/redis-server.ts";
import { shownPath } from "../../core/install/shown-path.ts";
import { type Gap, gap } from "../../core/look.ts";
import { unlistedRoot } from "../../core/install/seen-env-files.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";

export const redisProtected: Audit = {
  meta: {
    id: "access/redis-protected",
    title: "Redis asks for a password and refuses strangers",
    rule: 6,
    severity: "high",
    why: "Sessions and queues stand in Redis: whoever may talk to it signs in as anybody, and can often make it write files. A Redis that listens to the world without a password is taken over within hours; on loopback every account and every request forged on the server reaches it.",
    remedy:
      "Set `requirepass` (or a `user default` with a password) in redis.conf, keep `protected-mode yes` and `bind 127.0.0.1 -::1`, put the password into the application's env file, and restart both. A socket file with `port 0` and `unixsocketperm 770` does without a password.",
    needs: [],
    references: [
      "https://redis.io/docs/latest/operate/oss_and_stack/management/security/",
      "https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/",
    ],
  },
  run(context) {
    const { servers, gaps } = context.redis();
    const use = useOf(context);
    // What is only installed harms nobody.
    if (!use.isUsed && use.gaps.length === 0) return notApplicable("there is no Redis here");
    // It may run in a container or on another machine.
    if (servers.length === 0 && gaps.length === 0) {
      return conclude(use.isUsed ? { needs: ["--network"] } : { gaps: use.gaps });
    }
    // One that is open anyway has its finding.
    const closed = servers.filter(({ open }) => !open);
    const { late, gaps: untold } = closed.length > 0 ? lateRedis(closed, context) : noneLate;
    const findings = servers.flatMap((server) => judge(server, context));
    return conclude({
      findings: [...findings, ...late.map((server) => lateFinding(server, context))],
      gaps: [...gaps, ...untold],
    });
  },
};

const noneLate = { late: [], gaps: [] };

function lateFinding({ file }: RedisServer, { install }: AuditContext): FindingDraft {
  return {
    severity: "medium",
    confidence: "medium",
    message: `${shownPath(install, file)} was changed after Redis was started: what it says is not in force yet`,
    location: { kind: "file", path: file },
    about: "not in force",
    remedy: "systemctl restart redis-server",
  };
}

/** Whether the shop says that it uses one, or one listens on this machine. */
function useOf(context: AuditContext): { readonly isUsed: boolean; readonly gaps: readonly Gap[] } {
  const { install } = context;
  const gaps: Gap[] = [...unlistedRoot(install), ...ownValueGaps(install)];
  const listeners = context.listeners();
  if (listeners.kind === "blocked") gaps.push(gap("listening sockets", listeners.reason));
  const listens =
    listeners.kind === "found" &&
    listeners.value.some(
      ({ port, process, network }) =>
        !network &&
        (port === usualPort || /^(?:redis|valkey)-server$/.test(process?.program ?? "")),
    );
  return { isUsed: listens || isNamed(context), gaps };
}

const usualPort = 6379;

function isNamed({ install, credentials }: AuditContext): boolean {
  const named = install.envFiles.some(
    ({ content }) =>
      content.kind === "found" &&
      content.value.entries.some(({ key }) => /^(?:REDIS|VALKEY)_/.test(key)),
  );
  return named || credentials.some(({ id }) => id === "redis.password");
}

function judge(server: RedisServer, { install }: AuditContext): readonly FindingDraft[] {
  const { file, line, open, protectedMode, socketMode } = server;
  const name = shownPath(install, file);
  const location = { kind: "file", path: file, line } as const;
  const isPublic = listensOutside(server);
  if (!open) {
    if (protectedMode || !isPublic) return [];
    const message = `${name}: protected mode is off; only the password is left to keep strangers out`;
    return [{ severity: "low", message, location, remedy: "protected-mode yes in redis.conf" }];
  }
  const who = whoGetsIn(server, isPublic);
  if (who === undefined) return [];
  const isLocal = !isPublic || protectedMode;
  const socket = socketMode === undefined ? "" : ", or by its socket file";
  return [
    {
      ...(isLocal ? { severity: "medium" as const } : {}),
      message: `${name}: no password, ${who} can use it${socket}`,
      location,
    },
  ];
}

function whoGetsIn(
  { addresses, protectedMode, socketMode = 0 }: RedisServer,
  isPublic: boolean,
): string | undefined {
  if (isPublic && !protectedMode) return "everybody who reaches it";
  if (addresses.length > 0 || (socketMode & 0o002) !== 0) return "every account of this machine";
  return undefined;
}

function listensOutside({ addresses }: RedisServer): boolean {
  return addresses.some((address) => address === "*" || reachOf(address) !== "machine");
}
