import { expect, test } from "vitest";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { turnsVerificationOff } from "../../../src/core/install/verification-switch.ts";
import { shippedCatalogue } from "../../support/shipped-catalogue.ts";

const { providers } = shippedCatalogue();

test.each([
  ["STRIPE_WEBHOOK_VERIFY", "false"],
  ["stripe_webhook_verify", "OFF"],
  ["WEBHOOK_VERIFICATION_ENABLED", "0"],
  ["VERIFY_WEBHOOK_SIGNATURE", "no"],
  ["PAYPAL_VERIFY_IPN", "disabled"],
  ["NOWPAYMENTS_IPN_VERIFY", "false"],
  ["SKIP_SIGNATURE_CHECK", "true"],
  ["STRIPE_WEBHOOK_SKIP_VERIFY", "1"],
  ["DISABLE_WEBHOOK_VERIFICATION", "yes"],
  ["WEBHOOK_VERIFY_DISABLED", "on"],
  ["ALLOW_UNSIGNED_WEBHOOKS", "true"],
])("%s=%s does", (name, value) => {
  expect(turnsVerificationOff(providers, name, new Secret(value))).toBe(true);
});

test.each([
  ["STRIPE_WEBHOOK_VERIFY", "true"],
  ["STRIPE_WEBHOOK_VERIFY", ""],
  ["STRIPE_WEBHOOK_SKIP_VERIFY", "false"],
  ["WEBHOOK_VERIFY_DISABLED", "0"],
  ["SKIP_SIGNATURE_CHECK", "no"],
  ["WEBHOOK_VERIFY_TOKEN", "none-of-these"],
  ["MAIL_VERIFY_PEER", "false"],
  ["APP_DEBUG", "false"],
])("%s=%s does not", (name, value) => {
  expect(turnsVerificationOff(providers, name, new Secret(value))).toBe(false);
});
