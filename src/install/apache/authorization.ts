import type { ApacheDirective } from "./load-apache.ts";
import type { FolderConfig } from "./folder-config.ts";

/** Whether the public gets in. */
export type Access = "open" | "closed" | "unknown";

export type Method = "GET" | "POST";

/**
 * `Require` and the older Order, Allow, Deny together. The public is meant: what opens only for
 * addresses, users or passwords is closed, what keeps some addresses out is open.
 * https://httpd.apache.org/docs/2.4/mod/mod_authz_core.html
 */
export function accessOf(config: FolderConfig, method: Method): Access {
  const old = config.oldAccess ? oldAccessOf(config.oldAccess, method) : "open";
  const own = config.require ? requireAccess(config.require, method) : "open";
  const satisfy = inMethod(config.oldAccess ?? [], method).findLast(
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

function requireAccess(directives: readonly ApacheDirective[], method: Method): Access {
  const votes = votesOf(directives, method);
  // Everything is limited to other methods.
  if (votes.length === 0) return "open";
  const vote = anyOf(votes);
  if (vote === "granted") return "open";
  return vote === "unknown" ? "unknown" : "closed";
}

function votesOf(directives: readonly ApacheDirective[], method: Method): readonly Vote[] {
  return inMethod(directives, method).flatMap((each) => {
    const { name, args, block = [] } = each;
    switch (name) {
      case "require":
        return [requireVote(args, method)];
      case "requireall":
        return [allOf(votesOf(block, method))];
      case "requireany":
        return [anyOf(votesOf(block, method))];
      case "requirenone":
        return [noneOf(votesOf(block, method))];
      default:
        return [];
    }
  });
}

function requireVote(args: readonly string[], method: Method): Vote {
  const [first = "", ...rest] = args;
  if (first.toLowerCase() === "not") {
    const vote = requireVote(rest, method);
    if (vote === "granted") return "denied";
    return vote === "denied" ? "neutral" : vote;
  }
  switch (first.toLowerCase()) {
    case "all":
      return rest[0]?.toLowerCase() === "granted" ? "granted" : "denied";
    case "ip":
      return rest.some(isEverything) ? "granted" : "denied";
    case "host":
    case "forward-dns":
    case "local":
    case "user":
    case "group":
    case "valid-user":
    case "ldap-user":
    case "ldap-group":
    case "file-owner":
    case "file-group":
      return "denied";
    case "method":
      return rest.some((each) => each.toUpperCase() === method) ? "granted" : "denied";
    default:
      return "unknown";
  }
}

function isEverything(address: string): boolean {
  return /\/(0|0\.0\.0\.0)$/.test(address);
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

function oldAccessOf(directives: readonly ApacheDirective[], method: Method): Access {
  const own = inMethod(directives, method);
  const order = own
    .findLast(({ name }) => name === "order")
    ?.args.join("")
    .toLowerCase();
  const match = (name: string) => matched(own.filter((each) => each.name === name));
  const [allow, deny] = [match("allow"), match("deny")];
  if (order === "allow,deny" || order === "mutual-failure") {
    if (deny === "open" || allow === "closed") return "closed";
    return deny === "unknown" || allow === "unknown" ? "unknown" : "open";
  }
  if (allow === "open" || deny === "closed") return "open";
  return allow === "unknown" || deny === "unknown" ? "unknown" : "closed";
}

/** `open`: one of them is about the public, as `from all`. */
function matched(directives: readonly ApacheDirective[]): Access {
  const froms = directives.flatMap(({ args }) => args.slice(1));
  if (froms.some((each) => each.toLowerCase() === "all" || isEverything(each))) return "open";
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
