import { verificationOn } from "../../../../src/audits/webhooks/verification-on.ts";
import { auditCases } from "../../../support/audit-cases.ts";

const env = (text: string) => ({ ".env": text });
const unit = "/etc/systemd/system/shop.service";
const off = (key: string, at = `.env:1 ${key}`) => ({
  message: `${key} turns webhook verification off`,
  at,
  // A unit and a compose file are not ours to change.
  ...(at.startsWith(".env") ? { fix: "review" as const } : {}),
});

auditCases(verificationOn, {
  passes: [
    { name: "no such setting", files: env("APP_ENV=production\n") },
    { name: "on", files: env("STRIPE_WEBHOOK_VERIFY=true\nSKIP_WEBHOOK_VERIFY=false\n") },
    { name: "empty", files: env("STRIPE_WEBHOOK_VERIFY=\n") },
    {
      name: "turned on again by a later file",
      files: { ...env("WEBHOOK_VERIFY=false\n"), ".env.local": "WEBHOOK_VERIFY=true\n" },
    },
    { name: "another kind of verification", files: env("MAIL_VERIFY_PEER=false\n") },
  ],
  fails: [
    ...(
      [
        ["STRIPE_WEBHOOK_VERIFY", "false"],
        ["PAYPAL_VERIFY_WEBHOOK", "0"],
        ["NOWPAYMENTS_VERIFY_IPN", "off"],
        ["WEBHOOK_SIGNATURE_VERIFICATION", "Disabled"],
        ["SKIP_WEBHOOK_VERIFY", "true"],
        ["ALLOW_UNSIGNED_WEBHOOKS", "1"],
      ] as const
    ).map(([key, value]) => ({
      name: `${key}=${value}`,
      files: env(`${key}=${value}\n`),
      findings: [off(key)],
    })),
    {
      name: "turned off by a later file",
      files: { ...env("WEBHOOK_VERIFY=true\n"), ".env.local": "A=1\nWEBHOOK_VERIFY=no\n" },
      findings: [off("WEBHOOK_VERIFY", ".env.local:2 WEBHOOK_VERIFY")],
    },
    {
      name: "in a unit, although the env file says on",
      files: env("WEBHOOK_VERIFY=true\n"),
      host: { [unit]: "[Service]\nWorkingDirectory={root}\nEnvironment=WEBHOOK_VERIFY=false\n" },
      findings: [off("WEBHOOK_VERIFY", `${unit}:3 WEBHOOK_VERIFY`)],
    },
    {
      name: "in a compose file",
      files: {
        ...env("A=1\n"),
        "compose.yaml": "services:\n  shop:\n    environment:\n      WEBHOOK_VERIFY: 'false'\n",
      },
      findings: [off("WEBHOOK_VERIFY", "compose.yaml:4 WEBHOOK_VERIFY")],
    },
    {
      name: "with a unit beside it that we may not read",
      files: env("WEBHOOK_VERIFY=false\n"),
      host: { [unit]: { content: "[Service]\nWorkingDirectory={root}\n", mode: 0o600 } },
      asOther: true,
      // Only root can try whether the service could still read the file: no fix is applied here.
      context: (context) => context,
      findings: [off("WEBHOOK_VERIFY")],
      gaps: [unit],
    },
  ],
  unknowns: [
    {
      name: "a unit that we may not read",
      files: env("A=1\n"),
      host: { [unit]: { content: "[Service]\nWorkingDirectory={root}\n", mode: 0o600 } },
      asOther: true,
      code: "permission",
      text: unit,
    },
  ],
  notApplicable: [{ name: "an empty env file", files: env(""), text: "there are no settings" }],
  obstacles: [{ name: "nothing turned off", at: ".env", files: env("A=1\n") }],
});
