import type { Provider } from "./provider.ts";
import type { Secret } from "./secret.ts";
import { isOneOf } from "./secret-shape.ts";
import { matchesGlob } from "./select-ids.ts";

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
