import { mintTemplate } from "../../core/mint/mint.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";

/** A random whole number from 0 to below `below`. */
export type RandomBelow = (below: number) => number;

/** Credentials of the sample shop, minted for this run; they open nothing anywhere. */
export interface SampleSecrets {
  readonly stripeKey: string;
  readonly panelPassword: string;
  readonly oldPanelPassword: string;
  readonly nowpaymentsKey: string;
  readonly ipnSecret: string;
  readonly discordToken: string;
  readonly databasePassword: string;
  /** 32 bytes, base64. */
  readonly encryptionKey: string;
}

export function mintSampleSecrets(catalogue: Catalogue, random: RandomBelow): SampleSecrets {
  const free = (template: string) => mintTemplate(template, random);
  return {
    stripeKey: mintCredential(catalogue, "stripe.secret-key", random),
    nowpaymentsKey: mintCredential(catalogue, "nowpayments.api-key", random),
    discordToken: mintCredential(catalogue, "discord.bot-token", random),
    panelPassword: free("{alnum:20}"),
    // Short, as passwords chosen by people are: no pattern knows it, whatever is minted.
    oldPanelPassword: free("{alnum:12}"),
    ipnSecret: free("{alnum:32}"),
    databasePassword: free("{alnum:24}"),
    encryptionKey: `base64:${base64OfRandomBytes(32, random)}`,
  };
}

function mintCredential(catalogue: Catalogue, id: string, random: RandomBelow): string {
  const specs = catalogue.providers.flatMap((provider) => provider.credentials);
  const spec = specs.find((each) => each.id === id);
  const template = spec?.example ?? spec?.pattern?.matches[0];
  if (template === undefined) throw new Error(`the catalogue has no example of ${id}`);
  return mintTemplate(template, random);
}

function base64OfRandomBytes(length: number, random: RandomBelow): string {
  const bytes = Array.from({ length }, () => String.fromCharCode(random(256)));
  return btoa(bytes.join(""));
}
