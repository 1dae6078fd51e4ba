import type { CipherSuite } from "../core/install/cipher-list.ts";
import { type Version, parseVersion } from "../core/install/nginx-program.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import type { TlsProfile } from "../core/knowledge/tls-profile.ts";
import { parseRuleFile } from "./parse-rule-file.ts";
import { readSources } from "./read-notes.ts";
import { type Fields, openFields } from "./yaml-fields.ts";

const keys = ["protocols", "ciphers", "ciphersuites", "nginx", "suites", "sources"];
const nginxKeys = ["protocols", "ciphers", "ticket-keys-change-from", "no-own-dhparam-from"];

export function readTlsProfile(file: RuleFile): TlsProfile {
  const fields = openFields(parseRuleFile(file), file, keys);
  readSources(fields);
  const ciphers = fields.map("ciphers", ["allowed", "tolerated"], (each) => ({
    allowed: each.texts("allowed"),
    tolerated: each.texts("tolerated"),
  }));
  const nginx = fields.map("nginx", nginxKeys, readNginx);
  return {
    protocols: fields.texts("protocols"),
    ciphers: ciphers ?? fields.fail("ciphers", '"ciphers" is missing'),
    ciphersuites: fields.texts("ciphersuites"),
    nginx: nginx ?? fields.fail("nginx", '"nginx" is missing'),
    suites: fields.texts("suites").map((text) => readSuite(text, fields)),
  };
}

function readNginx(fields: Fields): TlsProfile["nginx"] {
  return {
    protocols: fields.maps("protocols", ["from", "value"], (each) => ({
      from: readVersion(each, "from"),
      value: each.texts("value"),
    })),
    ciphers: fields.text("ciphers"),
    ticketKeysChangeFrom: readVersion(fields, "ticket-keys-change-from"),
    noOwnDhparamFrom: readVersion(fields, "no-own-dhparam-from"),
  };
}

function readVersion(fields: Fields, key: string): Version {
  return parseVersion(fields.text(key)) ?? fields.fail(key, "no version", "write it as: 1.27.3");
}

function readSuite(text: string, fields: Fields): CipherSuite {
  const [name, protocol, exchange, authentication, encryption, integrity, strength, last] =
    text.split(" ");
  if (!name || !protocol || !exchange || !authentication || !encryption || !integrity) {
    return fields.fail("suites", `"${text}" is no suite`);
  }
  return {
    name,
    protocol,
    exchange,
    authentication,
    encryption,
    integrity,
    strength: strength ?? "HIGH",
    isDefault: last === "default",
  };
}
