import { isAwsKeyId } from "./aws-key-id.ts";
import { isDiscordToken } from "./discord-token.ts";
import { hasGithubChecksum } from "./github-crc.ts";
import { isJwt } from "./jwt.ts";
import { isLaravelKey } from "./laravel-key.ts";
import { isNowpaymentsKey } from "./nowpayments-key.ts";
import { isPemPrivateKey } from "./pem-private-key.ts";

/** Decides from the value alone whether it can be what its pattern took it for. */
export type Validator = (text: string) => boolean;

const validators: ReadonlyMap<string, Validator> = new Map([
  ["aws-key-id", isAwsKeyId],
  ["discord-token", isDiscordToken],
  ["github-crc", hasGithubChecksum],
  ["jwt", isJwt],
  ["laravel-key", isLaravelKey],
  ["nowpayments-key", isNowpaymentsKey],
  ["pem-private-key", isPemPrivateKey],
]);

/** The validator that a pattern names. */
export function findValidator(name: string): Validator | undefined {
  return validators.get(name);
}
