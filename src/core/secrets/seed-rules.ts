const seedRules = new Set(["otpauth-seed", "totp-seed"]);

/**
 * Rules of `rules/secrets` that find the seed of a second factor. In files of the install they are
 * `accounts/no-totp-seeds`', in history, logs and dumps those audits'.
 */
export function isSeedRule(ruleId: string): boolean {
  return seedRules.has(ruleId);
}
