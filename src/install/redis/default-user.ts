/** What the account `default` may do, which every client is until it says who it is. */
export interface DefaultUser {
  readonly on: boolean;
  readonly nopass: boolean;
  readonly commands: boolean;
}

export const freshDefaultUser: DefaultUser = { on: true, nopass: true, commands: true };
const reset: DefaultUser = { on: false, nopass: false, commands: false };

/**
 * Rules of an access list in their order; a list of its own starts from nothing.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
 */
export function applyRules(rules: readonly string[]): DefaultUser {
  let user = reset;
  for (const rule of rules) user = { ...user, ...changeOf(rule) };
  return user;
}

function changeOf(rule: string): Partial<DefaultUser> {
  const lower = rule.toLowerCase();
  if (lower === "on" || lower === "off") return { on: lower === "on" };
  if (lower === "nopass") return { nopass: true };
  if (lower === "resetpass" || /^[>#]/.test(rule)) return { nopass: false };
  if (lower === "reset") return reset;
  if (lower === "-@all" || lower === "nocommands") return { commands: false };
  // Selectors in brackets allow commands of their own.
  if (lower === "allcommands" || /^\+|^\(.*\+/.test(rule)) return { commands: true };
  return {};
}
