/** Below this length even four characters would give too much away. */
const shortestShown = 16;

/**
 * What of a secret may be shown: its public prefix and its last four characters
 * (`sk_live_...a4b2`), and nothing when it has fewer than 16 characters.
 */
export function mask(value: string, publicPrefix = ""): string {
  if (value.length < shortestShown || /[\r\n]/.test(value)) return "(not shown)";
  const hidden = value.length - publicPrefix.length - 4;
  const prefix = value.startsWith(publicPrefix) && hidden >= 8 ? publicPrefix : "";
  return `${prefix}...${value.slice(-4)}`;
}
