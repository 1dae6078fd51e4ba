import { usageError } from "../core/error.ts";
import { compileMatcher } from "../detect/compile-matcher.ts";
import type { OpenedInstall } from "./open-install.ts";
import { ownValueOf } from "./audit/own-value-of.ts";
import { createSecretInText } from "./secret-in-text.ts";

const longestText = 4000;

type Known = Pick<OpenedInstall, "catalogue" | "credentials">;

/** What kind of secret stands in the bytes: one that a rule knows, or an own value. */
export function findSecret({ catalogue, credentials }: Known, bytes: Uint8Array) {
  const own = credentials.map(ownValueOf);
  return compileMatcher({ catalogue, own }).match(bytes)[0]?.title;
}

/**
 * What people type into a journal stays there for ever and is sent to others, so no secret may be
 * in it: neither one of the install's own values nor anything that a rule knows.
 *
 * @param where the record that would keep it.
 * @throws GuardError `SECRET_IN_TEXT`, `TEXT_TOO_LONG`
 */
export function refuseSecrets(
  known: Known,
  flag: string,
  text: string,
  where = "the journal",
): void {
  if (text.length > longestText) {
    throw usageError(
      "TEXT_TOO_LONG",
      `${flag}: the text has more than ${longestText} characters`,
      "keep the long text in a file and name the file here",
    );
  }
  const title = createSecretInText(known)(text);
  if (title === undefined) return;
  throw usageError(
    "SECRET_IN_TEXT",
    `${flag}: the text holds a secret (${title}), and ${where} keeps none`,
    "write its last four characters only",
  );
}
