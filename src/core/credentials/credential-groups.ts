import type { Credential } from "./credential.ts";
import type { FindingDraft, SecretIdentity } from "../finding.ts";
import type { Location } from "../location.ts";
import { isStrongValue } from "./strong-value.ts";

/** The credentials by value, in the order given. */
export function groupByValue(
  credentials: readonly Credential[],
): readonly (readonly Credential[])[] {
  const groups: Credential[][] = [];
  for (const credential of credentials) {
    const group = groups.find(([first]) => first?.value.equals(credential.value));
    if (group) group.push(credential);
    else groups.push([credential]);
  }
  return groups;
}

/** One finding per value, at its first place, the others in `alsoAt`. */
export function findingsByValue(
  credentials: readonly Credential[],
  message: (first: Credential, all: readonly Credential[]) => string,
): readonly FindingDraft[] {
  return groupByValue(credentials).flatMap((group): FindingDraft[] => {
    const [first, ...others] = group;
    if (!first) return [];
    return [
      {
        message: message(first, group),
        location: placeOfCredential(first),
        alsoAt: others.map(placeOfCredential),
        evidence: `${first.name} ${first.value.masked}`,
        identity: identityOfCredential(first),
      },
    ];
  });
}

export function placeOfCredential({ path, name, line }: Credential): Location {
  return { kind: "env", path, key: name, line };
}

/** The same in every audit, so that one secret has one fingerprint. */
export function identityOfCredential({ id, spec, value, name }: Credential): SecretIdentity {
  return { ruleId: id, secret: value, strong: isStrongValue(spec, value), name };
}
