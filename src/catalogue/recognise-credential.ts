import type {
  Catalogue,
  CredentialSpec,
  SecretPattern,
  SecretRule,
} from "../core/knowledge/provider.ts";
import type { Secret } from "../core/secrets/secret.ts";
import { matchesGlob } from "../core/text/select-ids.ts";
import { passwordOfUrl } from "./url-password.ts";

export interface RecognisedCredential {
  readonly spec: CredentialSpec;
  /** With its public prefix; the password alone where the variable holds a URL. */
  readonly value: Secret;
}

/**
 * Tells which credential an environment variable holds: by its exact name, else by the shape of its
 * value, else by a name that is near, else as the token of some other service (the id is then that
 * of the secret rule, and nothing is known about rotation). Public ones are recognised too
 * (`spec.public`).
 *
 * @param stated names that guard.yaml gives to a credential: they come before everything else.
 */
export function recogniseCredential(
  name: string,
  value: Secret,
  catalogue: Catalogue,
  stated?: ReadonlyMap<string, CredentialSpec>,
): RecognisedCredential | undefined {
  const said = stated?.get(name);
  if (said) return { spec: said, value: prefixed(value, said.pattern) };
  const specs = catalogue.providers.flatMap((provider) => provider.credentials);
  const upper = name.toUpperCase();
  const named = specs.find((spec) => spec.env.includes(upper));
  if (named && !named.public) return { spec: named, value: prefixed(value, named.pattern) };
  const holder = specs.find((spec) => spec.urlEnv?.some((glob) => matchesGlob(glob, upper)));
  if (holder) {
    const password = passwordOfUrl(value);
    return password && { spec: holder, value: password };
  }
  // A public name does not make a secret public: STRIPE_PUBLISHABLE_KEY may hold the wrong key.
  const spec =
    findByShape(specs, value) ??
    named ??
    findByNearName(specs, upper) ??
    specOfRule(findByShape(catalogue.secretRules, value));
  return spec && { spec, value: prefixed(value, spec.pattern) };
}

/** The credential whose format nothing else has, such as a Stripe key under any name. */
function findByShape<T extends { readonly pattern?: SecretPattern }>(
  specs: readonly T[],
  value: Secret,
): T | undefined {
  const text = value.reveal();
  return specs.find(({ pattern }) => {
    if (!pattern || pattern.within > 0 || pattern.confidence !== "high") return false;
    return matchWhole(pattern, text);
  });
}

function specOfRule(rule: SecretRule | undefined): CredentialSpec | undefined {
  if (!rule) return undefined;
  const { id, title, severity, pattern } = rule;
  const names = { env: [], near: [], notEnv: [] };
  const flags = { public: false, passwordLike: false, dashboardLogin: false, webhookSecret: false };
  return { id, title, severity, pattern, ...names, ...flags, planned: [], breach: [] };
}

const compiled = new WeakMap<SecretPattern, RegExp>();

function matchWhole(pattern: SecretPattern, text: string): boolean {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = new RegExp(`^(?:${pattern.pattern})$`);
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

/** Endings of names that say something about a credential and hold none. */
const aboutIt =
  /_(?:ALGO|ALGORITHM|DAYS|EMAIL|ENABLED|EXPIRES|EXPIRES_IN|EXPIRY|FILE|HEADER|HOST|LENGTH|LIFETIME|NAME|PATH|PORT|PREFIX|ROUNDS|TIMEOUT|TTL|TYPE|USER|USERNAME|VERSION)$/;

/** `NOWPAYMENTS_2FA_SECRET` is a person's second factor, whatever service it is for. */
const secondFactor = /(?:^|_)(?:TOTP|OTP|2FA|MFA|TWO_?FACTOR)(?:_|$)/;

/** The nearest name wins: the one whose glob says most. */
function findByNearName(specs: readonly CredentialSpec[], name: string) {
  if (aboutIt.test(name) || secondFactor.test(name)) return undefined;
  let best: CredentialSpec | undefined;
  let bestLength = 0;
  for (const spec of specs) {
    if (spec.notEnv.some((glob) => matchesGlob(glob, name))) continue;
    for (const glob of spec.near) {
      const length = glob.replaceAll("*", "").length;
      if (length > bestLength && matchesGlob(glob, name)) [best, bestLength] = [spec, length];
    }
  }
  return best;
}

function prefixed(value: Secret, pattern: SecretPattern | undefined): Secret {
  const text = value.reveal();
  const prefix = pattern?.prefixes.find((candidate) => text.startsWith(candidate));
  return prefix === undefined ? value : value.withPrefix(prefix);
}
