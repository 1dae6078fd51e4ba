/** A cipher suite up to TLS 1.2, as `openssl ciphers -V` describes it. */
export interface CipherSuite {
  readonly name: string;
  /** The first protocol that has it. */
  readonly protocol: string;
  readonly exchange: string;
  readonly authentication: string;
  /** `AESGCM(256)` */
  readonly encryption: string;
  readonly integrity: string;
  readonly strength: string;
  readonly isDefault: boolean;
}

export type CipherList =
  | {
      readonly kind: "suites";
      readonly suites: readonly CipherSuite[];
      /** What `@SECLEVEL=` sets, where it does. */
      readonly level?: number;
    }
  /** A word that other builds of OpenSSL may know. */
  | { readonly kind: "undecided"; readonly word: string };

type Test = (suite: CipherSuite) => boolean;

/**
 * The suites that a cipher string of OpenSSL enables; TLS 1.3 has its own.
 * https://docs.openssl.org/3.0/man1/openssl-ciphers/
 */
export function expandCipherList(text: string, known: readonly CipherSuite[]): CipherList {
  const byName = new Map(known.map((suite) => [suite.name, suite]));
  const enabled = new Set<CipherSuite>();
  const dead = new Set<CipherSuite>();
  let level: number | undefined;
  const words = text.split(/[:,; ]+/).filter((word) => word !== "");
  for (const [index, word] of words.entries()) {
    if (word.startsWith("@")) {
      level = Number(/^@SECLEVEL=(\d)$/.exec(word)?.[1] ?? level ?? Number.NaN);
      continue;
    }
    // What changes the order only, and TLS 1.3, which this list is not about.
    if (word.startsWith("+") || word.startsWith("TLS_")) continue;
    const [, sign = "", name = ""] = /^([!-]?)(.*)$/.exec(word) ?? [];
    // Only as the first word it is more than a name that nobody knows.
    const isNobody = name.split("+").includes("DEFAULT") && (index > 0 || word !== "DEFAULT");
    const tests = isNobody ? [] : testsOf(name, byName);
    if (tests === undefined) {
      // To leave out what is not known here leaves more than there is.
      if (sign !== "") continue;
      return { kind: "undecided", word };
    }
    if (tests.length === 0) continue;
    const matching = known.filter((suite) => tests.every((test) => test(suite)));
    for (const suite of matching) {
      if (sign === "") {
        if (!dead.has(suite)) enabled.add(suite);
      } else enabled.delete(suite);
      if (sign === "!") dead.add(suite);
    }
    // It stands for ALL:!COMPLEMENTOFDEFAULT:!eNULL, and what `!` takes never comes back.
    if (word === "DEFAULT") for (const suite of known) if (!suite.isDefault) dead.add(suite);
  }
  const suites = known.filter((suite) => enabled.has(suite));
  return {
    kind: "suites",
    suites,
    ...(level === undefined || Number.isNaN(level) ? {} : { level }),
  };
}

/** All of `A+B+C` must be known. */
function testsOf(
  name: string,
  byName: ReadonlyMap<string, CipherSuite>,
): readonly Test[] | undefined {
  const tests: Test[] = [];
  for (const part of name.split("+")) {
    const suite = byName.get(part);
    const test = suite ? (each: CipherSuite) => each === suite : aliases[part];
    if (!test) return undefined;
    tests.push(test);
  }
  return tests;
}

const exchange =
  (...names: readonly string[]): Test =>
  (suite) =>
    names.includes(suite.exchange);
const authentication =
  (name: string): Test =>
  (suite) =>
    suite.authentication === name;
const encryption =
  (pattern: RegExp): Test =>
  (suite) =>
    pattern.test(suite.encryption);
const integrity =
  (name: string): Test =>
  (suite) =>
    suite.integrity === name;
const protocol =
  (name: string): Test =>
  (suite) =>
    suite.protocol === name;
const strength =
  (name: string): Test =>
  (suite) =>
    suite.strength === name && suite.encryption !== "None";
const both =
  (...tests: readonly Test[]): Test =>
  (suite) =>
    tests.every((test) => test(suite));
const not =
  (test: Test): Test =>
  (suite) =>
    !test(suite);

const anonymous = authentication("None");
const clear = encryption(/^None$/);

const aliases: Readonly<Record<string, Test>> = {
  ALL: not(clear),
  COMPLEMENTOFALL: clear,
  DEFAULT: (suite) => suite.isDefault,
  COMPLEMENTOFDEFAULT: (suite) => !suite.isDefault && !clear(suite),
  HIGH: strength("HIGH"),
  MEDIUM: strength("MEDIUM"),
  LOW: strength("LOW"),
  EXP: strength("EXP"),
  EXPORT: strength("EXP"),
  RSA: both(exchange("RSA"), authentication("RSA")),
  kRSA: exchange("RSA"),
  aRSA: authentication("RSA"),
  DH: exchange("DH"),
  kDHE: exchange("DH"),
  kEDH: exchange("DH"),
  DHE: both(exchange("DH"), not(anonymous)),
  EDH: both(exchange("DH"), not(anonymous)),
  ADH: both(exchange("DH"), anonymous),
  ECDH: exchange("ECDH"),
  kECDHE: exchange("ECDH"),
  kEECDH: exchange("ECDH"),
  ECDHE: both(exchange("ECDH"), not(anonymous)),
  EECDH: both(exchange("ECDH"), not(anonymous)),
  AECDH: both(exchange("ECDH"), anonymous),
  aNULL: anonymous,
  eNULL: clear,
  NULL: clear,
  aDSS: authentication("DSS"),
  DSS: authentication("DSS"),
  aECDSA: authentication("ECDSA"),
  ECDSA: authentication("ECDSA"),
  PSK: exchange("PSK", "RSAPSK", "DHEPSK", "ECDHEPSK"),
  kPSK: exchange("PSK"),
  kRSAPSK: exchange("RSAPSK"),
  kDHEPSK: exchange("DHEPSK"),
  kECDHEPSK: exchange("ECDHEPSK"),
  aPSK: authentication("PSK"),
  SRP: exchange("SRP"),
  kSRP: exchange("SRP"),
  aSRP: authentication("SRP"),
  AES: encryption(/^AES/),
  AES128: encryption(/^AES.*\(128\)/),
  AES256: encryption(/^AES.*\(256\)/),
  AESGCM: encryption(/^AESGCM/),
  AESCCM: encryption(/^AESCCM/),
  AESCCM8: encryption(/^AESCCM8/),
  CHACHA20: encryption(/^CHACHA20/),
  CAMELLIA: encryption(/^Camellia/),
  CAMELLIA128: encryption(/^Camellia\(128\)/),
  CAMELLIA256: encryption(/^Camellia\(256\)/),
  ARIA: encryption(/^ARIA/),
  ARIAGCM: encryption(/^ARIA/),
  ARIA128: encryption(/^ARIA.*\(128\)/),
  ARIA256: encryption(/^ARIA.*\(256\)/),
  "3DES": encryption(/^3DES/),
  DES: encryption(/^DES/),
  RC4: encryption(/^RC4/),
  RC2: encryption(/^RC2/),
  IDEA: encryption(/^IDEA/),
  SEED: encryption(/^SEED/),
  MD5: integrity("MD5"),
  SHA: integrity("SHA1"),
  SHA1: integrity("SHA1"),
  SHA256: integrity("SHA256"),
  SHA384: integrity("SHA384"),
  SSLv3: protocol("SSLv3"),
  TLSv1: protocol("TLSv1"),
  "TLSv1.0": protocol("TLSv1"),
  "TLSv1.2": protocol("TLSv1.2"),
};
