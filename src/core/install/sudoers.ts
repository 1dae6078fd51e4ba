import type { Gap } from "../look.ts";

/** What one line of sudoers lets somebody run, aliases filled in. */
export interface SudoRule {
  /** `deploy`, `%group`, `#1001`, `%#33`, `ALL`, each perhaps with `!` before it. */
  readonly users: readonly string[];
  readonly hosts: readonly string[];
  /** As whom, as written; `root` where nothing is. */
  readonly runas: string;
  /** Whether a password is asked for: as its tag says, else as `Defaults` do. */
  readonly password: "never" | "always" | "default";
  readonly command: string;
  readonly file: string;
  readonly line: number;
}

/** The rules of sudo in their order: the last one that fits decides. */
export interface Sudoers {
  readonly rules: readonly SudoRule[];
  /** Users whom a `Defaults` line never asks for a password; `ALL` for everybody. */
  readonly neverAsked: readonly {
    readonly users: readonly string[];
    readonly file: string;
    readonly line: number;
  }[];
  /** Files and lines that were not understood and may let somebody in. */
  readonly gaps: readonly Gap[];
}

/** Somebody, as sudo sees him. */
export interface SudoUser {
  readonly name: string;
  readonly uid: number;
  readonly groups: readonly { readonly name: string; readonly gid: number }[];
}

/** Rules that let `user` run something on this host without a password, the last word of each. */
export function freeRules(
  { rules, neverAsked }: Sudoers,
  user: SudoUser,
  hostName: string,
): readonly SudoRule[] {
  const mine = rules.filter(
    ({ users, hosts }) => matchesUser(users, user) && matchesHost(hosts, hostName),
  );
  const isNeverAsked = neverAsked.some(({ users }) => matchesUser(users, user));
  return mine.filter((rule, index) => {
    if (rule.command.startsWith("!")) return false;
    const isFree = ({ password }: SudoRule) =>
      password === "never" || (password === "default" && isNeverAsked);
    return (
      isFree(rule) &&
      !mine.slice(index + 1).some((later) => !isFree(later) && replaces(later, rule))
    );
  });
}

/** Whether a later rule is about all that the earlier one gave. */
function replaces(later: SudoRule, rule: SudoRule): boolean {
  const sameCommand = later.command === "ALL" || later.command === rule.command;
  return sameCommand && (/^ALL\b/.test(later.runas) || later.runas === rule.runas);
}

function matchesUser(words: readonly string[], user: SudoUser): boolean {
  return lastMatch(words, (word) => isUser(word, user));
}

function isUser(word: string, { name, uid, groups }: SudoUser): boolean {
  if (word === "ALL" || word === name || word === `#${uid}`) return true;
  return groups.some((group) => word === `%${group.name}` || word === `%#${group.gid}`);
}

/** Addresses and networks count as this host: to deny that would take its addresses. */
function matchesHost(words: readonly string[], hostName: string): boolean {
  const short = hostName.split(".")[0];
  return lastMatch(words, (word) => {
    if (word === "ALL" || word === hostName || word === short || word === "localhost") return true;
    return /^[\d.:/a-f]+$/i.test(word) && /[.:]/.test(word);
  });
}

/** In a list the last word that fits decides, a `!` turns it round. */
function lastMatch(words: readonly string[], fits: (word: string) => boolean): boolean {
  const last = words.findLast((word) => fits(word.replace(/^(?:!\s*)+/, "")));
  const bangs = /^(?:!\s*)*/.exec(last ?? "")?.[0].replaceAll(/\s/g, "").length ?? 0;
  return last !== undefined && bangs % 2 === 0;
}
