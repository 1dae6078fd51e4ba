import type { SudoRule, Sudoers } from "../../core/install/sudoers.ts";
import { type SudoersLine, splitList, sudoersLines } from "./sudoers-lines.ts";

export interface SudoersText {
  readonly rules: readonly SudoRule[];
  readonly neverAsked: Sudoers["neverAsked"];
  /** `line 4: …` of what was not understood and may let somebody in. */
  readonly problems: readonly string[];
}

type Aliases = ReadonlyMap<string, readonly string[]>;

/** Aliases of one kind know no order and no file: they are collected before anything is read. */
export function collectAliases(texts: readonly string[]): Aliases {
  const aliases = new Map<string, readonly string[]>();
  for (const { text } of texts.flatMap(sudoersLines)) {
    const definition = /^(?:User|Runas|Host|Cmnd|Cmd)_Alias\s+(.*)$/.exec(text)?.[1];
    for (const each of definition === undefined ? [] : splitList(definition, /:/)) {
      const [name, list] = halves(each);
      if (list !== undefined) aliases.set(name, wordsOf(list));
    }
  }
  return aliases;
}

/** The rules of one file. Includes are left to the caller. */
export function parseSudoers(text: string, file: string, aliases: Aliases): SudoersText {
  const rules: SudoRule[] = [];
  const neverAsked: { users: readonly string[]; file: string; line: number }[] = [];
  const problems: string[] = [];
  for (const each of sudoersLines(text)) {
    if (/^(?:[@#]include(?:dir)?|(?:User|Runas|Host|Cmnd|Cmd)_Alias)\s/.test(each.text)) continue;
    if (each.text.startsWith("Defaults")) {
      const users = whoIsNeverAsked(each.text, aliases);
      if (users) neverAsked.push({ users, file, line: each.line });
      continue;
    }
    const specification = parseRule(each, file, aliases);
    if (typeof specification !== "string") rules.push(...specification);
    // What does not say so gives nobody anything without a password.
    else if (/NOPASSWD/.test(each.text)) problems.push(`line ${each.line}: ${specification}`);
  }
  return { rules, neverAsked, problems };
}

/** `Defaults !authenticate`, `Defaults:deploy !authenticate`; for commands and hosts: everybody. */
function whoIsNeverAsked(text: string, aliases: Aliases): readonly string[] | undefined {
  const [, scope = "", list = "", settings = ""] =
    /^Defaults(?:([:@!>])\s*((?:[^\s,]+\s*,\s*)*\S+))?\s+(.*)$/.exec(text) ?? [];
  if (!splitList(settings, /,/).some((each) => /^!\s*authenticate$/.test(each))) return undefined;
  return scope === ":" ? expand(wordsOf(list), aliases) : ["ALL"];
}

function parseRule(
  { text, line }: SudoersLine,
  file: string,
  aliases: Aliases,
): readonly SudoRule[] | string {
  // Digests of commands hold `=` and `:`, and say nothing about who may run them.
  const plain = text.replaceAll(/\bsha(?:224|256|384|512)\s*:\s*\S+\s+/g, "");
  const [, odd] = /(?:^|[\s,!])(\+[^\s,=]+|%:[^\s,=]+)[^=]*=/.exec(plain) ?? [];
  if (odd !== undefined) return `who is in ${odd} is not known here`;
  const [left, ...others] = splitHosts(plain);
  const [who, specs] = halves(left ?? "");
  const [userList, hostList, ...rest] = splitList(tighten(who), /\s/);
  if (specs === undefined || !userList || !hostList || rest.length > 0) return "is no rule";
  const users = expand(wordsOf(userList), aliases);
  const blocks = [`${hostList}=${specs}`, ...others].map((block) => halves(block));
  return blocks.flatMap(([hosts, commands = ""]) =>
    readCommands(commands).map((command) => ({
      users,
      hosts: expand(wordsOf(hosts), aliases),
      ...command,
      file,
      line,
    })),
  );
}

/** `HOST = … : HOST = …`; other colons belong to tags and to `(user:group)`. */
function splitHosts(text: string): readonly string[] {
  const parts: string[] = [];
  for (const piece of splitList(text, /:/)) {
    const last = parts.at(-1);
    const isNew =
      last !== undefined &&
      /^[\w.,!/ +-]+=/.test(piece) &&
      !/(?:PASSWD|EXEC|SETENV|FOLLOW|PUT|MAIL|INTERCEPT)$/.test(last);
    if (last === undefined || isNew) parts.push(piece);
    else parts[parts.length - 1] = `${last}:${piece}`;
  }
  return parts;
}

/** Runas and tags hold for the commands after them too, until others are given. */
function readCommands(text: string): readonly Pick<SudoRule, "runas" | "password" | "command">[] {
  let runas = "root";
  let password: SudoRule["password"] = "default";
  return splitList(text, /,/).map((each) => {
    const given = /^\(([^)]*)\)\s*/.exec(each);
    if (given) runas = given[1]?.trim() || "root";
    let command = each.slice(given?.[0].length ?? 0);
    const prefix = /^(?:(NO)?PASSWD\s*:|[A-Z_]+\s*:|[A-Z_]+=\S+(?=\s))\s*/;
    for (let match = prefix.exec(command); match; match = prefix.exec(command)) {
      if (/PASSWD/.test(match[0])) password = match[1] === undefined ? "always" : "never";
      command = command.slice(match[0].length);
    }
    return { runas, password, command };
  });
}

function halves(text: string): readonly [string, string | undefined] {
  const cut = text.search(/(?<!\\)=/);
  return cut < 0
    ? [text.trim(), undefined]
    : [text.slice(0, cut).trim(), text.slice(cut + 1).trim()];
}

function tighten(text: string): string {
  return text.replaceAll(/\s*,\s*/g, ",").replaceAll(/!\s+/g, "!");
}

function wordsOf(list: string): readonly string[] {
  return splitList(tighten(list), /,/).map((word) =>
    word.replaceAll(/^(!*%?)"(.*)"$/g, "$1$2").replaceAll(/\\(.)/g, "$1"),
  );
}

/** Alias names are upper case; one within itself ends there. */
function expand(words: readonly string[], aliases: Aliases, depth = 0): readonly string[] {
  return words.flatMap((word) => {
    const [, bangs = "", name = ""] = /^(!*)(.*)$/s.exec(word) ?? [];
    const list = depth < 10 ? aliases.get(name) : undefined;
    if (!list) return [word];
    return expand(list, aliases, depth + 1).map((each) => `${bangs}${each}`);
  });
}
