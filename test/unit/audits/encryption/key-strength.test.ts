import { createHash } from "node:crypto";
import { keyStrength } from "../../../../src/audits/encryption/key-strength.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const raw = createHash("sha256").update("a key for tests").digest();
const hex = raw.toString("hex");
const base64 = raw.toString("base64");
const env = (value: string, name = "APP_KEY") => ({ ".env": `${name}=${value}\n` });
const at = ".env:1 APP_KEY";
const inFile = (content: string | Uint8Array) => ({
  files: { ".env": "A=1\n", "storage/data.key": { content, mode: 0o600 } },
  config: "install:\n  encryptionKey: { file: storage/data.key }\n",
});
const onHost = "/etc/shop/data.key";
const ofHost = {
  files: { ".env": "A=1\n" },
  config: `install:\n  encryptionKey: { file: ${onHost} }\n`,
};
const short = "the encryption key is not 32 bytes long";

auditCases(keyStrength, {
  passes: [
    { name: "as Laravel writes it", files: env(`base64:${base64}`) },
    { name: "base64", files: env(base64) },
    { name: "base64 without padding, for URLs", files: env(raw.toString("base64url")) },
    { name: "hex", files: env(hex, "ENCRYPTION_KEY") },
    { name: "32 typed characters", files: env(mint("database.password").repeat(3).slice(0, 32)) },
    { name: "32 hex digits", files: env(hex.slice(0, 32)) },
    {
      name: "in the variable that guard.yaml names, which no provider knows",
      files: env(hex, "SHOP_VAULT"),
      config: "install:\n  encryptionKey: { env: SHOP_VAULT }\n",
    },
    { name: "a file of raw bytes", ...inFile(raw) },
    { name: "a file of hex and a line end", ...inFile(`${hex}\n`) },
    { name: "a file of base64", ...inFile(`base64:${base64}\n`) },
    { name: "a file of the host", ...ofHost, host: { [onHost]: base64 } },
  ],
  fails: [
    {
      name: "16 bytes",
      files: env(`base64:${raw.subarray(0, 16).toString("base64")}`),
      findings: [{ message: short, at }],
    },
    { name: "a word", files: env("correct-horse"), findings: [{ message: short, at }] },
    {
      name: "an example: one finding",
      files: env("changeme"),
      findings: [{ message: "the encryption key is an example value", at }],
    },
    {
      name: "32 times the same",
      files: env("a".repeat(32)),
      findings: [{ message: "the encryption key is an example value", at }],
    },
    {
      name: "a row of bytes again and again",
      files: env(hex.slice(0, 8).repeat(8)),
      findings: [{ message: "the encryption key is not random", at }],
    },
    {
      name: "a sentence of 32 characters",
      files: env("MyVerySecretShopEncryptionKeyNow"),
      findings: [{ message: "the encryption key is not random", at }],
    },
    {
      name: "empty",
      files: env(""),
      findings: [{ message: "the encryption key is empty", at }],
    },
    {
      name: "empty in the variable that guard.yaml names",
      files: env("", "SHOP_VAULT"),
      config: "install:\n  encryptionKey: { env: SHOP_VAULT }\n",
      findings: [{ message: "the encryption key is empty", at: ".env:1 SHOP_VAULT" }],
    },
    {
      name: "a file of 31 bytes",
      ...inFile(raw.subarray(0, 31)),
      findings: [{ message: short, at: "storage/data.key" }],
    },
    {
      name: "a file of zeros",
      ...inFile(new Uint8Array(32)),
      findings: [{ message: "the encryption key is an example value", at: "storage/data.key" }],
    },
    {
      name: "an empty file",
      ...inFile(""),
      findings: [{ message: "the encryption key is empty", at: "storage/data.key" }],
    },
  ],
  unknowns: [
    { name: "the file is not there", ...ofHost, code: "io", text: "not there" },
    {
      name: "far too large to be a key",
      ...ofHost,
      host: { [onHost]: "k".repeat(100_000) },
      code: "too-large",
    },
    {
      name: "an env file that may hold another is closed",
      files: { ...env(hex), ".env.local": { content: "", mode: 0o600 } },
      asOther: true,
      code: "permission",
    },
  ],
  skips: [
    { name: "nowhere", files: { ".env": "A=1\n" }, needs: ["guard.yaml: install.encryptionKey"] },
    {
      name: "not where guard.yaml says",
      files: { ".env": "A=1\n" },
      config: "install:\n  encryptionKey: { env: SHOP_VAULT }\n",
      needs: ["guard.yaml: install.encryptionKey"],
    },
  ],
  obstacles: [
    { name: "in the env file", at: ".env", files: env(hex) },
    { name: "in a file of the tree", at: "storage/data.key", ...inFile(raw) },
    { name: "in a file of the host", at: onHost, ...ofHost, host: { [onHost]: base64 } },
  ],
});
