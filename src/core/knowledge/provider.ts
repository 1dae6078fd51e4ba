import type { Severity } from "../severity.ts";

/** A span of time in calendar months or days, as `12 months` or `90 days`. */
export interface Interval {
  readonly months: number;
  readonly days: number;
}

/** An outside fact's origin; `read` is the ISO date on which it was read. */
export interface SourceNote {
  readonly about: string;
  readonly url: string;
  readonly read: string;
}

/**
 * How a secret looks in text. The whole match is the secret: context stands in lookbehind and
 * lookahead. Either `keywords` or `anchor` lets a search skip most bytes before it tries `pattern`.
 */
export interface SecretPattern {
  /** V8 regular expression over bytes (Latin-1), bounded, without flags. */
  readonly pattern: string;
  /** Literals (lower case; compare without case), one of which occurs where `within` says. */
  readonly keywords: readonly string[];
  /**
   * Alternative to keywords, for formats without a literal: a run of bytes inside every match. `.`
   * stands for any byte, `\.` for a dot, everything else for itself, and `|` parts alternatives:
   * `-.......-.......-` is three hyphens with seven bytes between each.
   */
  readonly anchor?: string;
  /** A keyword must stand within this many bytes before the match; 0 = inside the match. */
  readonly within: number;
  readonly validator?: string;
  /** Longest first; what of the value is public and may be shown. */
  readonly prefixes: readonly string[];
  /** At least 80 bits of randomness in every value that matches. */
  readonly strong: boolean;
  /** A `low` match gives way to every match of another rule that overlaps it. */
  readonly confidence: "high" | "medium" | "low";
  /** Minimum Shannon entropy in bits per character, for patterns that words could match. */
  readonly minEntropy?: number;
  /**
   * Texts in which the pattern finds its secret, as templates such as `sk_live_{alnum:24}` (see
   * `mint.ts`): the bare value, or the value in the context that the pattern needs.
   */
  readonly matches: readonly string[];
  /** Texts (templates too) in which it finds nothing. */
  readonly ignores: readonly string[];
}

/** Whether old and new may both work for a while after a rotation. `unknown` = not published. */
export type OverlapKind = "yes" | "limited" | "none" | "unknown";

export interface RotationFacts {
  readonly every: Interval;
  readonly overlap: OverlapKind;
  /** Longest overlap the provider allows, in hours, where limited. */
  readonly overlapHours?: number;
  readonly overlapNote?: string;
}

/** The six parts of an answer to an incident, as the vendor's guide lists them. */
export const incidentParts = [
  "revoke",
  "replace",
  "review",
  "check",
  "reverse",
  "investigate",
] as const;

export type IncidentPart = (typeof incidentParts)[number];

/** One step a person takes, in the order given. */
export interface ProviderStep {
  readonly do: string;
  /** Where the step belongs in the answer to an incident. */
  readonly part?: IncidentPart;
  readonly open?: string;
  readonly why?: string;
  readonly not?: string;
  readonly doneWhen?: string;
}

export interface CredentialSpec {
  /** `provider.name`, the same everywhere. */
  readonly id: string;
  readonly title: string;
  /** Public by design (a publishable key, a verify key): known, never reported. */
  readonly public: boolean;
  readonly severity: Severity;
  /** Exact environment names. */
  readonly env: readonly string[];
  /** Globs for near names, upper case (`*STRIPE*SECRET*`). */
  readonly near: readonly string[];
  /** Names or globs that look near and are not this credential. */
  readonly notEnv: readonly string[];
  /** Names of URLs whose password is this credential (`DATABASE_URL`). */
  readonly urlEnv?: readonly string[];
  readonly pattern?: SecretPattern;
  /** Full-match regular expression of a well-formed value; absent when the shape is not known. */
  readonly shape?: string;
  /** Template of a plausible bare value, for the demo and for tests. */
  readonly example?: string;
  /** Value patterns that tell live from test credentials. */
  readonly live?: string;
  readonly test?: string;
  /** The value is chosen by a person: strength is judged. */
  readonly passwordLike: boolean;
  /** The login of a provider's dashboard, which does not belong on a server. */
  readonly dashboardLogin: boolean;
  /** Signing secret or webhook id: judged by `webhooks/secret-set`. */
  readonly webhookSecret: boolean;
  readonly rotation?: RotationFacts;
  readonly planned: readonly ProviderStep[];
  readonly breach: readonly ProviderStep[];
}

/** What one signing secret is made for: deliveries of another one cannot be checked with it. */
export type WebhookSecretScope = "endpoint" | "account";

export interface WebhookScheme {
  readonly scheme: string;
  readonly header: string;
  /** Credential id of the signing secret. */
  readonly secret: string;
  /** Whether the provider makes one secret per endpoint, or one per account. */
  readonly secretPer: WebhookSecretScope;
  /** Documented default path, when there is one. */
  readonly path?: string;
  /** Addresses that deliveries come from, as published; empty when nothing is published. */
  readonly sources: readonly string[];
  /** ISO date on which `sources` was read. */
  readonly sourcesRead?: string;
  /** Env names or globs of this webhook's own endpoint URL. */
  readonly urlNames: readonly string[];
}

/** Scopes by the provider's own names; `*` stands for any run of characters. */
export interface PrivilegePolicy {
  readonly needed: readonly string[];
  readonly tolerated: readonly string[];
  readonly forbidden: readonly string[];
  readonly note?: string;
}

/** The user names under which a panel is called. */
export interface PanelAccount {
  /** Environment names that hold the user name. */
  readonly env: readonly string[];
  /** Globs for near names, upper case. */
  readonly near: readonly string[];
  /** Accounts that an installer makes, lower case. */
  readonly default: readonly string[];
  /** Globs of names that say administrator, lower case. */
  readonly admin: readonly string[];
  /** Every call is made under an account: one that is not known is asked for. */
  readonly asked: boolean;
}

/** Everything the tool knows about one service, from `rules/providers/<id>.yaml`. */
export interface Provider {
  readonly id: string;
  readonly title: string;
  readonly kind: "gateway" | "messaging" | "panel" | "install";
  readonly credentials: readonly CredentialSpec[];
  /** Exact env names or globs of URLs that belong to this provider (`PANEL_URL`). */
  readonly urlNames: readonly string[];
  /** Env names or globs that switch its webhook verification off, with the values that do so. */
  readonly verification: { readonly names: readonly string[]; readonly off: readonly string[] };
  /** The opposite: names that skip the verification when they hold one of the values of `off`. */
  readonly verificationBypass?: {
    readonly names: readonly string[];
    readonly off: readonly string[];
  };
  readonly webhook?: WebhookScheme;
  readonly privilege?: PrivilegePolicy;
  readonly account?: PanelAccount;
  readonly incident: readonly ProviderStep[];
  readonly sources: readonly SourceNote[];
}

/** A token format of a service that is no provider of ours, from `rules/secrets/*.yaml`. */
export interface SecretRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly pattern: SecretPattern;
  readonly sources: readonly SourceNote[];
}

/** The shipped knowledge, checked and typed. */
export interface Catalogue {
  readonly providers: readonly Provider[];
  readonly secretRules: readonly SecretRule[];
}
