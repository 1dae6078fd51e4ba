import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { keyBlocks } from "../../../../src/install/tls/key-blocks.ts";
import { mintCertificate } from "../../../support/mint-certificate.ts";

const { certificate, der, key, encrypted, spki } = mintCertificate();
const blocksOf = (text: string) => keyBlocks(Buffer.from(text));

describe("blocks of keys", () => {
  test.each([
    ["a certificate", certificate, { kind: "certificate", line: 1, spki }],
    [
      "text before it",
      `Bag Attributes\n  x\n${certificate}`,
      { kind: "certificate", line: 3, spki },
    ],
    ["DOS lines", certificate.replaceAll("\n", "\r\n"), { kind: "certificate", line: 1, spki }],
    [
      "an old label",
      certificate.replaceAll("CERTIFICATE", "X509 CERTIFICATE"),
      { kind: "certificate", line: 1, spki },
    ],
    ["a private key", key, { kind: "private-key", line: 1, spki }],
    ["an encrypted key", encrypted, { kind: "private-key", line: 1, problem: "encrypted" }],
    [
      "the old way to encrypt",
      key
        .replaceAll("PRIVATE KEY", "RSA PRIVATE KEY")
        .replace("-----\n", "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,00\n\n"),
      { kind: "private-key", line: 1, problem: "encrypted" },
    ],
    [
      "a certificate with its first bytes changed",
      certificate.replace(/\n.{8}/, "\n////////"),
      { kind: "certificate", line: 1, problem: "unreadable" },
    ],
    [
      "a key that is cut off",
      key.slice(0, 90),
      { kind: "private-key", line: 1, problem: "unreadable" },
    ],
  ])("%s", (_, text, block) => {
    expect(blocksOf(text)).toEqual([block]);
  });

  test("several in one file, a cut one among them", () => {
    const text = certificate + key.slice(0, 60) + "\n" + key;
    const blocks = blocksOf(text);
    expect(blocks.map(({ kind, problem }) => [kind, problem])).toEqual([
      ["certificate", undefined],
      ["private-key", "unreadable"],
      ["private-key", undefined],
    ]);
    expect(blocks[2]).toMatchObject({ spki, line: text.split("\n").length - 5 });
  });

  test("an RSA key in its own format has the same fingerprint as in PKCS #8", () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const [own, general] = [
      privateKey.export({ type: "pkcs1", format: "pem" }),
      privateKey.export({ type: "pkcs8", format: "pem" }),
    ].map((text) => blocksOf(String(text)));
    expect(own?.[0]?.spki).toMatch(/^[0-9a-f]{64}$/);
    expect(own).toEqual(general);
  });

  test("a certificate in DER", () => {
    expect(keyBlocks(der)).toEqual([{ kind: "certificate", line: 1, spki }]);
    expect(keyBlocks(der.slice(0, 200))).toEqual([
      { kind: "certificate", line: 1, problem: "unreadable" },
    ]);
  });

  test("nothing in other files", () => {
    expect(blocksOf("")).toEqual([]);
    expect(blocksOf("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")).toEqual([]);
    expect(keyBlocks(Buffer.from([0x30, 0x03, 1, 2, 3]))).toEqual([]);
  });
});
