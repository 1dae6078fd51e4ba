import type { Provider } from "../knowledge/provider.ts";
import type { Secret } from "../secrets/secret.ts";
import { isOneOf } from "../secrets/secret-shape.ts";
import { matchesGlob } from "../text/select-ids.ts";

/**
 * Whether a setting switches webhook verification off: `WEBHOOK_VERIFY=false` does, and so does
 * `SKIP_WEBHOOK_VERIFY=true`, whose name must not be taken for the first kind.
 */
export function turnsVerificationOff(
  providers: readonly Provider[],
  name: string,
  value: Secret,
): boolean {
  const fits = ({ names }: Provider["verification"]) =>
    names.some((glob) => matchesGlob(glob, name.toUpperCase()));
  const bypasses = providers.flatMap(({ verificationBypass }) => verificationBypass ?? []);
  const skips = bypasses.filter(fits);
  const switches =
    skips.length > 0 ? skips : providers.map((each) => each.verification).filter(fits);
  return switches.some(({ off }) => isOneOf(value, off));
}
