import type { ApacheDirective } from "./load-apache.ts";
import type { FolderConfig } from "./folder-config.ts";

/** Whether the public gets in. */
export type Access = "open" | "closed" | "unknown";

export type Method = "GET" | "POST";

/** Who asks, and how. */
export interface Asker {
  readonly method: Method;
  /** Everybody comes from this machine: there is a proxy in front. */
  readonly isLocal: boolean;
}

/**
 * `Require` and the older Order, Allow, Deny together. The public is meant: what opens only for
 * addresses, users or passwords is closed, what keeps some addresses out is open.
 * https://httpd.apache.org/docs/2.4/mod/mod_authz_core.html
 */
export function accessOf(config: FolderConfig, asker: Asker): Access {
  const old = config.oldAccess ? oldAccessOf(config.oldAccess, asker) : "open";
  const own = config.require ? requireAccess(config.require, asker) : "open";
  const satisfy = inMethod(config.oldAccess ?? [], asker.method).findLast(
    ({ name }) => name === "satisfy",
  );
  if (satisfy?.args[0]?.toLowerCase() === "any" && config.require) {
    if (old === "open" || own === "open") return "open";
    return old === "unknown" || own === "unknown" ? "unknown" : "closed";
  }
  if (old === "closed" || own === "closed") return "closed";
  return old === "unknown" || own === "unknown" ? "unknown" : "open";
}

/** `neutral` decides nothing. */
type Vote = "granted" | "denied" | "neutral" | "unknown";

function requireAccess(directives: readonly ApacheDirective[], asker: Asker): Access {
  const votes = votesOf(directives, asker);
  // Everything is limited to other methods.
  if (votes.length === 0) return "open";
  const vote = anyOf(votes);
  if (vote === "granted") return "open";
  return vote === "unknown" ? "unknown" : "closed";
}

function votesOf(directives: readonly ApacheDirective[], asker: Asker): readonly Vote[] {
  return inMethod(directives, asker.method).flatMap((each) => {
    const { name, args, block = [] } = each;
    switch (name) {
      case "require":
        return [requireVote(args, asker)];
      case "requireall":
        return [allOf(votesOf(block, asker))];
      case "requireany":
        return [anyOf(votesOf(block, asker))];
      case "requirenone":
        return [noneOf(votesOf(block, asker))];
      default:
        return [];
    }
  });
}

function requireVote(args: readonly string[], asker: Asker): Vote {
  const [first = "", ...rest] = args;
  if (first.toLowerCase() === "not") {
    const vote = requireVote(rest, asker);
    if (vote === "granted") return "denied";
    return vote === "denied" ? "neutral" : vote;
  }
  switch (first.toLowerCase()) {
    case "all":
      return rest[0]?.toLowerCase() === "granted" ? "granted" : "denied";
    case "ip":
    case "host":
    case "forward-dns":
      return rest.some((each) => isEverybody(each, asker)) ? "granted" : "denied";
    case "local":
      return asker.isLocal ? "granted" : "denied";
    case "user":
    case "group":
    case "valid-user":
    case "ldap-user":
    case "ldap-group":
    case "file-owner":
    case "file-group":
      return "denied";
    case "method":
      return rest.some((each) => each.toUpperCase() === asker.method) ? "granted" : "denied";
    default:
      return "unknown";
  }
}

function isEverybody(address: string, { isLocal }: Asker): boolean {
  if (/\/(0|0\.0\.0\.0)$/.test(address)) return true;
  return isLocal && /^(127(\.|$)|::1|localhost$)/i.test(address);
}

function anyOf(votes: readonly Vote[]): Vote {
  if (votes.includes("granted")) return "granted";
  if (votes.includes("unknown")) return "unknown";
  return votes.includes("denied") ? "denied" : "neutral";
}

function allOf(votes: readonly Vote[]): Vote {
  if (votes.includes("denied")) return "denied";
  if (votes.includes("unknown")) return "unknown";
  return votes.includes("granted") ? "granted" : "neutral";
}

function noneOf(votes: readonly Vote[]): Vote {
  if (votes.includes("granted")) return "denied";
  return votes.includes("unknown") ? "unknown" : "neutral";
}

function oldAccessOf(directives: readonly ApacheDirective[], asker: Asker): Access {
  const own = inMethod(directives, asker.method);
  const order = own
    .findLast(({ name }) => name === "order")
    ?.args.join("")
    .toLowerCase();
  const match = (name: string) =>
    matched(
      own.filter((each) => each.name === name),
      asker,
    );
  const [allow, deny] = [match("allow"), match("deny")];
  if (order === "allow,deny" || order === "mutual-failure") {
    if (deny === "open" || allow === "closed") return "closed";
    return deny === "unknown" || allow === "unknown" ? "unknown" : "open";
  }
  if (allow === "open" || deny === "closed") return "open";
  return allow === "unknown" || deny === "unknown" ? "unknown" : "closed";
}

/** `open`: one of them is about the public, as `from all`. */
function matched(directives: readonly ApacheDirective[], asker: Asker): Access {
  const froms = directives.flatMap(({ args }) => args.slice(1));
  if (froms.some((each) => each.toLowerCase() === "all" || isEverybody(each, asker))) return "open";
  return froms.some((each) => /^env=/i.test(each)) ? "unknown" : "closed";
}

/** Those in force for a method: `<Limit>` and `<LimitExcept>` opened or left out. */
function inMethod(
  directives: readonly ApacheDirective[],
  method: Method,
): readonly ApacheDirective[] {
  return directives.flatMap((each) => {
    const { name, args, block = [] } = each;
    if (name !== "limit" && name !== "limitexcept") return [each];
    const isNamed = args.some((arg) => arg.toUpperCase() === method);
    return isNamed === (name === "limit") ? inMethod(block, method) : [];
  });
}
