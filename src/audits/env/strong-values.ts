import type { Audit } from "../../core/audit.ts";
import { envFileGaps, hostConfigGaps } from "../../core/install/env-gaps.ts";
import {
  groupByValue,
  identityOfCredential,
  placeOfCredential,
} from "../../core/credentials/credential-groups.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { isPlaceholderSecret } from "../../core/secrets/placeholder.ts";
import { type Weakness, weaknessOf } from "../../core/secrets/randomness.ts";
import { unlistedRoot } from "../../core/install/seen-env-files.ts";

const texts: Readonly<Record<Weakness, string>> = {
  short: "has under 12 characters",
  common: "is one of the most used passwords",
  predictable: "is made of words, rows or repetitions",
};

export const strongValues: Audit = {
  meta: {
    id: "env/strong-values",
    title: "Passwords in the env file are long and random",
    rule: 2,
    severity: "medium",
    why: "A password that a person made up is found by trying: lists of used passwords are public, and database and panel logins are tried around the clock. The vendor asks for at least 12 characters.",
    remedy:
      "Make a random one with `openssl rand -hex 24`, set it where it is checked (database, cache, mail provider, panel), then in the env file, and restart the service.",
    needs: [],
    references: [
      "https://pages.nist.gov/800-63-4/sp800-63b.html",
      "https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html",
    ],
  },
  run({ install, credentials }) {
    const gaps = [...unlistedRoot(install), ...envFileGaps(install), ...hostConfigGaps(install)];
    const chosen = credentials.filter(
      // An example value is found by env/no-placeholders.
      ({ spec, value }) => spec.passwordLike && !isPlaceholderSecret(value),
    );
    if (chosen.length === 0 && gaps.length === 0) {
      return notApplicable("no password is kept here");
    }
    return conclude({ findings: groupByValue(chosen).flatMap(judge), gaps });
  },
};

function judge([first, ...others]: readonly Credential[]): readonly FindingDraft[] {
  const weakness = first && weaknessOf(first.value);
  if (!first || weakness === undefined) return [];
  return [
    {
      message: `${first.name} ${texts[weakness]}`,
      location: placeOfCredential(first),
      alsoAt: others.map(placeOfCredential),
      // A guessable value is never hashed, whatever its kind.
      identity: { ...identityOfCredential(first), strong: false },
    },
  ];
}
