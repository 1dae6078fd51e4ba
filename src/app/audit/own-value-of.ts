import type { Credential } from "../../core/credentials/credential.ts";
import { isStrongValue } from "../../core/credentials/strong-value.ts";
import type { OwnValue } from "../../detect/compile-matcher.ts";

/** A credential of the install as something to search for. */
export function ownValueOf({
  id,
  spec,
  name,
  value,
}: Pick<Credential, "id" | "spec" | "name" | "value">): OwnValue {
  const strong = isStrongValue(spec, value);
  return { ruleId: id, title: spec.title, name, value, severity: spec.severity, strong };
}
