import { noTotpSeeds } from "../../../../src/audits/accounts/no-totp-seeds.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mintTemplate, seededRandom } from "../../../support/mint.ts";

const seed = mintTemplate("{base32:31}7", seededRandom(5));
const uri = `otpauth://totp/Shop:jo@shop.example?secret=${seed}&issuer=Shop`;
const env = (text: string) => ({ files: { ".env": `APP_ENV=production\n${text}` } });
const stored = (at: string, more: object = {}) => ({
  message: "two-factor seed is stored in a file",
  at,
  ...more,
});
const evidence = `two-factor seed ...${seed.slice(-4)}`;

auditCases(noTotpSeeds, {
  passes: [
    { name: "no seed", ...env("DB_HOST=db\n") },
    { name: "an empty one", ...env("TOTP_SECRET=\n") },
    {
      name: "switches and names of it",
      ...env("TOTP_ISSUER=SHOP\n2FA_ENABLED=true\nMFA_DRIVER=totp\n"),
    },
    {
      name: "hex is no seed",
      ...env(`2FA_ENCRYPTION_KEY=${mintTemplate("{hex:64}", seededRandom(2))}\n`),
    },
    {
      name: "the examples of manuals, which libraries bring along",
      files: {
        ".env": "A=1\n",
        "vendor/otp/README.md":
          "otpauth://totp/Example:alice@google.com?secret=JBSWY3DPEHPK3PXP&issuer=Example\n",
        "vendor/otp/src/Totp.php": "$uri = 'otpauth://totp/' . $label . '?secret=' . $secret;\n",
      },
    },
    { name: "in a log it is none-in-logs'", files: { ".env": "A=1\n", "app.log": `${uri}\n` } },
  ],
  fails: [
    {
      name: "a setting with the URI",
      ...env(`STAFF_OTP="${uri}"\n`),
      findings: [stored(".env:2", { fix: "review", evidence })],
    },
    {
      name: "a setting with the seed",
      ...env(`NOWPAYMENTS_2FA_SECRET=${seed}\nDB_HOST=db\n`),
      findings: [stored(".env:2", { fix: "review", confidence: "medium", evidence })],
    },
    {
      name: "in a comment",
      ...env(`# ${uri}\n`),
      findings: [stored(".env:2")],
    },
    {
      name: "a copy of the env file",
      files: { ".env": "A=1\n", ".env.bak": `PANEL_TOTP_SECRET=${seed}\n` },
      findings: [stored(".env.bak:1", { confidence: "medium" })],
    },
    {
      name: "a note among the files, and a setting",
      files: {
        ".env": `TOTP_SECRET=${seed}\n`,
        "docs/staff.txt": `jo / secret\nTOTP_SECRET: ${seed}\n`,
      },
      findings: [stored(".env:1", { also: ["docs/staff.txt:2"], confidence: "medium" })],
    },
    {
      name: "the address of a QR code",
      files: {
        ".env": "A=1\n",
        "public/setup.html": `<img src="https://qr.example/?d=${encodeURIComponent(uri)}">\n`,
      },
      findings: [stored("public/setup.html:1")],
    },
    {
      name: "a unit of the service",
      files: { ".env": "A=1\n" },
      host: {
        "/etc/systemd/system/shop.service": `[Service]\nWorkingDirectory={root}\nExecStart=/usr/bin/php {root}/a.php\nEnvironment=PANEL_MFA_SEED=${seed}\n`,
      },
      findings: [stored("/etc/systemd/system/shop.service:4 PANEL_MFA_SEED")],
    },
    {
      name: "a compose file",
      files: {
        ".env": "A=1\n",
        "compose.yaml": `services:\n  app:\n    environment:\n      TOTP_SECRET: ${seed}\n`,
      },
      findings: [stored("compose.yaml:4", { confidence: "medium" })],
    },
  ],
  unknowns: [
    {
      name: "a file that we may not read",
      files: { ".env": "A=1\n", "notes.txt": { content: "", mode: 0o600 } },
      asOther: true,
      code: "permission",
      text: "notes.txt",
    },
  ],
  obstacles: [{ name: "the env file", at: ".env", ...env("A=1\n") }],
});
