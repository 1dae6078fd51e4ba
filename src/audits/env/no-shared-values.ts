import type { Audit } from "../../core/audit.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import {
  groupByValue,
  identityOfCredential,
  placeOfCredential,
} from "../../core/credentials/credential-groups.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import { envFileGaps, hostConfigGaps } from "../../core/install/env-gaps.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { isPlaceholderSecret } from "../../core/secrets/placeholder.ts";
import { unlistedRoot } from "../../core/install/seen-env-files.ts";
import { wordList } from "../../core/text/word-list.ts";

export const noSharedValues: Audit = {
  meta: {
    id: "env/no-shared-values",
    title: "Every credential has a value of its own",
    rule: 2,
    severity: "medium",
    why: "Where one value opens two doors, whoever learns it at the weaker one has both, and neither can be changed without the other.",
    remedy:
      "Give each of them a value of its own (`openssl rand -hex 24` for passwords), set it at both ends, and restart the service.",
    needs: [],
    references: [
      "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
      "https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final",
    ],
  },
  run({ install, credentials }) {
    const gaps = [...unlistedRoot(install), ...envFileGaps(install), ...hostConfigGaps(install)];
    const real = credentials.filter(({ value }) => !isPlaceholderSecret(value));
    if (real.length === 0 && gaps.length === 0) return notApplicable("no credential is kept here");
    return conclude({ findings: groupByValue(real).flatMap(judge), gaps });
  },
};

/** Two names of one credential, as DB_PASSWORD and DATABASE_URL, are right to agree. */
function judge(group: readonly Credential[]): readonly FindingDraft[] {
  const distinct = [...new Map(group.map((each) => [baseId(each.id), each])).values()];
  const [first, ...others] = group;
  if (!first || distinct.length < 2) return [];
  const names = [...new Set(distinct.map(({ name }) => name))].toSorted();
  return [
    {
      message: `${wordList(names)} have one value`,
      location: placeOfCredential(first),
      alsoAt: others.map(placeOfCredential),
      identity: identityOfCredential(first),
    },
  ];
}
