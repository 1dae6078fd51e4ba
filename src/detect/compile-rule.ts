import { GuardError } from "../core/error.ts";
import type { Confidence } from "../core/finding.ts";
import { isPlaceholder } from "../core/secrets/placeholder.ts";
import type { Catalogue, SecretPattern } from "../core/knowledge/provider.ts";
import { shannonBitsPerChar } from "../core/secrets/randomness.ts";
import type { Severity } from "../core/severity.ts";
import { type PatternFacts, measurePattern } from "./measure-pattern.ts";
import { findValidator } from "./validators/find-validator.ts";

/** A pattern of the catalogue, ready to run on windows. */
export interface CompiledRule {
  /** Credential id or id of a rule in `rules/secrets`. */
  readonly ruleId: string;
  readonly title: string;
  readonly severity: Severity;
  readonly pattern: SecretPattern;
  readonly confidence: Confidence;
  /** Not secret by design: its matches only keep other rules from matching there. */
  readonly isPublic: boolean;
  readonly expression: RegExp;
  readonly facts: PatternFacts;
  /** See `Candidate.rank`. */
  readonly rank: number;
  /** Whether a text that matches can be a secret at all: no blank, random enough, valid. */
  readonly accepts: (value: string) => boolean;
}

/** Rank 0 is an own value. */
const ranks = { validated: 1, high: 2, medium: 3, low: 4 } as const;

/** Every pattern of the catalogue, in the order of its files. */
export function compileRules(catalogue: Catalogue): readonly CompiledRule[] {
  const rules: CompiledRule[] = [];
  const seen = new Set<string>();
  const add = (rule: Omit<RuleSource, "pattern">, pattern: SecretPattern | undefined) => {
    if (!pattern) return;
    // Several kinds of panel describe the same credential; each distinct pattern runs once.
    const key = `${rule.id} ${pattern.pattern}`;
    if (seen.has(key)) return;
    seen.add(key);
    rules.push(compileRule({ ...rule, pattern }));
  };
  for (const { credentials } of catalogue.providers) {
    for (const { id, title, severity, public: isPublic, pattern } of credentials) {
      add({ id, title, severity, isPublic }, pattern);
    }
  }
  for (const { id, title, severity, pattern } of catalogue.secretRules) {
    add({ id, title, severity, isPublic: false }, pattern);
  }
  return rules;
}

interface RuleSource {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly isPublic: boolean;
  readonly pattern: SecretPattern;
}

function compileRule({ id, title, severity, isPublic, pattern }: RuleSource): CompiledRule {
  const { validator, confidence } = pattern;
  return {
    ruleId: id,
    title,
    severity,
    pattern,
    confidence,
    isPublic,
    // Indexes cost time: only where the secret is a part of the match.
    expression: new RegExp(pattern.pattern, pattern.pattern.includes("(?<secret>") ? "dg" : "g"),
    facts: measurePattern(pattern.pattern),
    rank: validator !== undefined && confidence !== "low" ? ranks.validated : ranks[confidence],
    accepts: acceptanceOf(id, pattern),
  };
}

function acceptanceOf(id: string, { validator, minEntropy, pattern }: SecretPattern) {
  const check = validator === undefined ? undefined : findValidator(validator);
  if (validator !== undefined && !check) {
    throw new GuardError("internal", "UNKNOWN_VALIDATOR", `${id} names no validator ${validator}`);
  }
  // A key file's dashes and line breaks are no blanks.
  const mayBeBlank = !pattern.includes("-----BEGIN");
  return (value: string) =>
    !(mayBeBlank && isPlaceholder(value)) &&
    (minEntropy === undefined || shannonBitsPerChar(value) >= minEntropy) &&
    (check === undefined || check(value));
}
