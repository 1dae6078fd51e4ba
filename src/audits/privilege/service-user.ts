import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { unreadServices } from "../../core/install/env-gaps.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { Account, Sourced } from "../../core/install/install.ts";
import { serversOf } from "../../core/install/server-processes.ts";
import { type SudoRule, freeRules } from "../../core/install/sudoers.ts";
import { type Gap, type Look, absent, found, gap } from "../../core/look.ts";
import { conclude } from "../../core/outcome.ts";
import { commandWord } from "../../core/text/command-word.ts";

export const serviceUser: Audit = {
  meta: {
    id: "privilege/service-user",
    title: "The service runs as an account that can neither log in nor become root",
    rule: 7,
    severity: "high",
    why: "Whoever breaks into the shop has what its account has. As root, or with sudo rules that ask for no password as some panel installers leave them, that is the whole machine; with a login shell a stolen password or key opens a session.",
    remedy:
      "Run the service as an account of its own (`User=` in the unit, `user =` in the php-fpm pool) with the shell /usr/sbin/nologin (`usermod -s /usr/sbin/nologin shop`), and take its NOPASSWD lines out of /etc/sudoers.d with `visudo`.",
    needs: ["linux"],
    references: [
      "https://www.sudo.ws/docs/man/sudoers.man/",
      "https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#User=",
      "https://cwe.mitre.org/data/definitions/250.html",
    ],
  },
  run(context) {
    const user = accountOf(context);
    const running = rootProcesses(context);
    if (user.kind === "blocked") {
      const gaps = [gap("who runs the service", user.reason), ...running.gaps];
      return conclude({ findings: running.findings, gaps });
    }
    if (user.kind === "absent") {
      return conclude({ ...running, needs: ["guard.yaml: install.owner"] });
    }
    const { value: account, source } = user.value;
    if (account.uid === 0) {
      const finding = { message: "the service runs as root", ...at(source) };
      return conclude({ findings: [finding, ...running.findings] });
    }
    const sudo = freeSudo(account, context);
    const shell = loginShell(account, context);
    return conclude({
      findings: [...running.findings, ...sudo.findings, ...shell.findings],
      gaps: [...running.gaps, ...unreadServices(context.install), ...sudo.gaps, ...shell.gaps],
    });
  },
};

interface Seen {
  readonly findings: readonly FindingDraft[];
  readonly gaps: readonly Gap[];
}

/** People have accounts from here on. https://www.debian.org/doc/debian-policy/ch-opersys.html#uid-and-gid-classes */
const firstPerson = 1000;

/**
 * Who runs it by unit, pool or process, else who has to read the env file as guard.yaml says. The
 * owner of the root is proof only where it is an account of the system: files often belong to root
 * or to a person, which says little about who serves them.
 */
function accountOf({ install, accounts }: AuditContext): Look<Sourced<Account>> {
  const { serviceUser: user, owner } = install;
  if (user.kind !== "found" || user.value.source !== "owner of the root") return user;
  const stated =
    owner.kind === "found" && owner.value.source === "guard.yaml" ? owner.value : undefined;
  const account = stated ? accounts.byUid(stated.value.uid) : found(user.value.value);
  if (account.kind !== "found") return account;
  const { uid } = account.value;
  if (uid === 0 || (!stated && uid >= firstPerson)) return absent;
  return found({ value: account.value, source: stated?.source ?? user.value.source });
}

function at(what: string): Pick<FindingDraft, "location"> {
  return { location: { kind: "host", what } };
}

/** Whatever the units say: something that serves the root and runs as root now. */
function rootProcesses(context: AuditContext): Seen {
  const look = context.processes();
  if (look.kind === "blocked") return { findings: [], gaps: [gap("processes", look.reason)] };
  const servers = look.kind === "found" ? serversOf(look.value, context.install.root) : [];
  const findings = servers
    .filter(({ uid }) => uid === 0)
    .map(({ pid, program }) => ({
      message: `${program} serves the install and runs as root`,
      ...at(`process ${program}`),
      evidence: `process ${pid}`,
    }));
  return { findings: findings.slice(0, 1), gaps: [] };
}

function freeSudo(account: Account, context: AuditContext): Seen {
  const sudoers = context.sudoers();
  if (sudoers.kind === "absent") return { findings: [], gaps: [] };
  if (sudoers.kind === "blocked")
    return { findings: [], gaps: [gap("/etc/sudoers", sudoers.reason)] };
  const groups = account.groups.map((gid) => ({ gid, name: context.accounts.groupName(gid) }));
  const free = freeRules(sudoers.value, { ...account, groups }, context.install.host);
  const isFirst = (rule: SudoRule) =>
    free.find(({ file, line }) => file === rule.file && line === rule.line) === rule;
  const findings = free.filter(isFirst).map((rule): FindingDraft => {
    const { runas, command, file, line } = rule;
    const others = free.filter((each) => each.file === file && each.line === line).length - 1;
    const more = others > 0 ? ` (and ${others} more)` : "";
    const what = command === "ALL" ? "anything" : command;
    const message = `${account.name} may run ${what} as ${runas} without a password${more}`;
    return { message, location: { kind: "file", path: file, line }, about: command };
  });
  return { findings, gaps: sudoers.value.gaps };
}

/** Shells that end at once. */
const noLogin = /\/(?:nologin|false|true|sync|halt|shutdown)$/;

function loginShell({ name, uid }: Account, { accounts }: AuditContext): Seen {
  const shell = accounts.shellOf(uid);
  if (shell.kind === "blocked")
    return { findings: [], gaps: [gap(`account ${name}`, shell.reason)] };
  if (shell.kind === "absent" || noLogin.test(shell.value)) return { findings: [], gaps: [] };
  const finding = {
    message: `${name} has the login shell ${shell.value}`,
    location: { kind: "file", path: "/etc/passwd" } as const,
    about: name,
    remedy: `usermod -s /usr/sbin/nologin ${commandWord(name)}, after the jobs of people who use it have an account of their own`,
  };
  return { findings: [finding], gaps: [] };
}
