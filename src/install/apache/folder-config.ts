import type { ApacheDirective } from "./load-apache.ts";
import { undecidedPart } from "./load-apache.ts";
import { effectOf } from "./known-directives.ts";
import { type LinkOptions, applyOptions, defaultOptions } from "./options.ts";
import { type Override, noOverride, parseOverride } from "./override.ts";
import { type Place, type RewriteConfig, rewriteConfigOf } from "./rewrite-rules.ts";
import { type Section, sectionsOf } from "./server.ts";

/** What is in force for one file, sections merged as far as they have come. */
export interface FolderConfig {
  readonly options: LinkOptions;
  readonly override: Override;
  /** Of the last section that has any: they are not added up. */
  readonly require: readonly ApacheDirective[] | undefined;
  /** Order, Allow, Deny, Satisfy of the last section that has any. */
  readonly oldAccess: readonly ApacheDirective[] | undefined;
  /** SetHandler, ForceType, AddHandler, AddType and their removals, in order. */
  readonly handling: readonly ApacheDirective[];
  readonly rewrite: RewriteConfig | undefined;
  readonly redirects: readonly ApacheDirective[];
  readonly files: readonly Section[];
  /** Undefined: as the handler has it. */
  readonly acceptPathInfo: boolean | undefined;
  readonly doubts: readonly Doubt[];
}

/** A directive whose effect is not known. */
export interface Doubt {
  readonly directive: ApacheDirective;
  /** False for what can only refuse. */
  readonly mayOpen: boolean;
}

export const emptyConfig: FolderConfig = {
  options: defaultOptions,
  override: noOverride,
  require: undefined,
  oldAccess: undefined,
  handling: [],
  rewrite: undefined,
  redirects: [],
  files: [],
  acceptPathInfo: undefined,
  doubts: [],
};

const requires = /^require(all|any|none)?$/;
const oldOnes = /^(order|allow|deny|satisfy)$/;
const handlings = /^(sethandler|forcetype|addhandler|removehandler|addtype|removetype|php_\w+)$/;

/** The configuration with one more section merged in. */
export function merge(
  base: FolderConfig,
  directives: readonly ApacheDirective[],
  place: Place,
): FolderConfig {
  const named = (pattern: RegExp) => directives.filter((each) => holds(each, pattern));
  const require = named(requires);
  const oldAccess = named(oldOnes);
  const last = (name: string) => directives.findLast((each) => each.name === name);
  const override = last("allowoverride");
  const pathInfo = last("acceptpathinfo")?.args[0]?.toLowerCase();
  const isServer = place.kind === "server";
  return {
    options: directives
      .filter(({ name }) => name === "options")
      .reduce((options, { args }) => applyOptions(options, args), base.options),
    override: override ? parseOverride(override.args) : base.override,
    require: require.length > 0 ? require : base.require,
    oldAccess: oldAccess.length > 0 ? oldAccess : base.oldAccess,
    handling: [...base.handling, ...directives.filter(({ name }) => handlings.test(name))],
    // On the level of a server rules are run before there is a file.
    rewrite: isServer
      ? undefined
      : (rewriteConfigOf(directives, place, base.rewrite) ?? base.rewrite),
    redirects: isServer
      ? []
      : [...directives.filter(({ name }) => name.startsWith("redirect")), ...base.redirects],
    files: [...base.files, ...sectionsOf(directives, "files")],
    acceptPathInfo:
      pathInfo === undefined || pathInfo === "default" ? base.acceptPathInfo : pathInfo === "on",
    doubts: [...base.doubts, ...doubtsOf(directives, isServer)],
  };
}

/** A directive, or `<Limit>` around one. */
function holds({ name, block }: ApacheDirective, pattern: RegExp): boolean {
  if (pattern.test(name)) return true;
  return /^limit(except)?$/.test(name) && (block ?? []).some((each) => holds(each, pattern));
}

function doubtsOf(directives: readonly ApacheDirective[], isServer: boolean): readonly Doubt[] {
  return directives.flatMap((directive): Doubt[] => {
    const { name, block } = directive;
    if (name === undecidedPart) {
      // A part that may be read or not, and changes nothing either way.
      const isIdle =
        block && block.length > 0 && block.every((each) => effectOf(each.name) === "harmless");
      return isIdle ? [] : [{ directive, mayOpen: true }];
    }
    if (/^(if|elseif|else)$/.test(name)) {
      const isIdle = (block ?? []).every((each) => effectOf(each.name) === "harmless");
      return isIdle ? [] : [{ directive, mayOpen: true }];
    }
    // Within a section it takes what the section is about off the address.
    const isInnerAlias = !isServer && /^(script)?alias(match)?$/.test(name);
    const effect = isInnerAlias ? "unknown" : effectOf(name);
    if (effect === "closes") return [{ directive, mayOpen: false }];
    return effect === "unknown" ? [{ directive, mayOpen: true }] : [];
  });
}
