import { usageError } from "../../core/error.ts";
import { isPartOf } from "../../core/secrets/secret-shape.ts";
import { compileMatcher } from "../../detect/compile-matcher.ts";
import type { OpenedInstall } from "../open-install.ts";
import { ownValueOf } from "../audit/own-value-of.ts";

const longestText = 4000;

/**
 * What people type into a journal stays there for ever and is sent to others, so no secret may be
 * in it: neither one of the install's own values nor anything that a rule knows.
 *
 * @throws GuardError `SECRET_IN_TEXT`, `TEXT_TOO_LONG`
 */
export function refuseSecrets(
  { catalogue, credentials }: Pick<OpenedInstall, "catalogue" | "credentials">,
  flag: string,
  text: string,
): void {
  if (text.length > longestText) {
    throw usageError(
      "TEXT_TOO_LONG",
      `${flag}: the text has more than ${longestText} characters`,
      "keep the long text in a file and name the file here",
    );
  }
  const own = credentials.map(ownValueOf);
  const [match] = compileMatcher({ catalogue, own }).match(new TextEncoder().encode(text));
  const hasOwn = credentials.some(({ value }) => isPartOf(value, text));
  if (!match && !hasOwn) return;
  throw usageError(
    "SECRET_IN_TEXT",
    `${flag}: the text holds a secret (${match?.title ?? "a credential of the install"}), and the journal keeps none`,
    "write its last four characters only",
  );
}
