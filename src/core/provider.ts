import type { Severity } from "./severity.ts";

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

/** How a secret looks in text. Patterns are V8 regular expressions, bounded, without flags. */
export interface SecretPattern {
  readonly pattern: string;
  /** Literals (lower case), one of which occurs in every match's neighbourhood. */
  readonly keywords: readonly string[];
  /** Alternative to keywords for formats without a literal: see `rules/schema`. */
  readonly anchor?: string;
  /** A keyword must stand within this many bytes before the match; 0 = inside the match. */
  readonly within: number;
  readonly validator?: string;
  /** Longest first; what of the value is public and may be shown. */
  readonly prefixes: readonly string[];
  /** At least 80 bits of randomness in every value that matches. */
  readonly strong: boolean;
  readonly confidence: "high" | "medium" | "low";
  /** Minimum Shannon entropy in bits per character, for patterns that words could match. */
  readonly minEntropy?: number;
  /** Templates such as `sk_live_{alnum:24}`, minted when tests load them. */
  readonly matches: readonly string[];
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

/** One step a person takes, in the order given. */
export interface ProviderStep {
  readonly do: string;
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
  /** Names that look near and are not this credential. */
  readonly notEnv: readonly string[];
  readonly pattern?: SecretPattern;
  /** Full-match regular expression of a well-formed value; absent when the shape is not known. */
  readonly shape?: string;
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

export interface WebhookScheme {
  readonly scheme: string;
  readonly header: string;
  /** Credential id of the signing secret. */
  readonly secret: string;
  /** Documented default path, when there is one. */
  readonly path?: string;
  readonly sources: readonly string[];
  /** Names of variables that switch verification off when they hold one of `offValues`. */
  readonly urlNames: readonly string[];
}

export interface PrivilegePolicy {
  readonly needed: readonly string[];
  readonly tolerated: readonly string[];
  readonly forbidden: readonly string[];
  readonly note?: string;
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
  readonly webhook?: WebhookScheme;
  readonly privilege?: PrivilegePolicy;
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
