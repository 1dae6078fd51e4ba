import type {
  Catalogue,
  CredentialSpec,
  SecretPattern,
} from "../../../src/core/knowledge/provider.ts";

/** A pattern with defaults, for hand-made catalogues. */
export function patternOf(fields: Partial<SecretPattern> & { pattern: string }): SecretPattern {
  return {
    keywords: [],
    within: 0,
    prefixes: [],
    strong: true,
    confidence: "high",
    matches: [],
    ignores: [],
    ...fields,
  };
}

/** A credential with defaults. */
export function specOf(fields: Partial<CredentialSpec> & { id: string }): CredentialSpec {
  return {
    title: fields.id,
    public: false,
    severity: "critical",
    env: [],
    near: [],
    notEnv: [],
    passwordLike: false,
    dashboardLogin: false,
    webhookSecret: false,
    planned: [],
    breach: [],
    ...fields,
  };
}

/** A catalogue of one provider with these credentials. */
export function catalogueOf(...credentials: CredentialSpec[]): Catalogue {
  const provider = {
    id: "test",
    title: "Test",
    kind: "gateway" as const,
    credentials,
    urlNames: [],
    verification: { names: [], off: [] },
    incident: [],
    sources: [],
  };
  return { providers: [provider], secretRules: [] };
}

const word = "A-Za-z0-9";

/** Stand-ins for the kinds of pattern that the shipped rules have. */
export const sampleCatalogue: Catalogue = catalogueOf(
  specOf({
    id: "stripe.secret-key",
    title: "Stripe secret key",
    pattern: patternOf({
      pattern: `(?<![${word}])[sr]k_(?:live|test)_[${word}]{10,247}(?![${word}])`,
      keywords: ["sk_live_", "sk_test_", "rk_live_", "rk_test_"],
      prefixes: ["sk_live_", "sk_test_", "rk_live_", "rk_test_"],
    }),
  }),
  specOf({
    id: "stripe.webhook-secret",
    pattern: patternOf({
      pattern: `(?<![${word}])whsec_[${word}+/]{24,88}(?![${word}])`,
      keywords: ["whsec_"],
      prefixes: ["whsec_"],
    }),
  }),
  specOf({
    id: "nowpayments.api-key",
    pattern: patternOf({
      pattern: `(?<![${word}-])[0-9A-HJKMNP-TV-Z]{7}(?:-[0-9A-HJKMNP-TV-Z]{7}){3}(?![${word}-])`,
      anchor: "-.......-.......-",
      validator: "nowpayments-key",
    }),
  }),
  specOf({
    id: "discord.bot-token",
    pattern: patternOf({
      pattern: `(?<![\\w-])[\\w-]{23,28}\\.[\\w-]{6,7}\\.[\\w-]{27,40}(?![\\w-])`,
      anchor: "\\.......\\.|\\........\\.",
      validator: "discord-token",
    }),
  }),
  specOf({
    id: "discord.client-secret",
    pattern: patternOf({
      pattern: `(?<![\\w-])[\\w-]{32}(?![\\w-])`,
      keywords: ["discord"],
      within: 40,
      minEntropy: 3.5,
      confidence: "medium",
    }),
  }),
  specOf({
    id: "discord.public-key",
    public: true,
    pattern: patternOf({
      pattern: "(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])",
      keywords: ["public"],
      within: 30,
    }),
  }),
  specOf({
    id: "database.password",
    pattern: patternOf({
      pattern: "[a-z][a-z0-9+]{1,20}://[^\\s/:@]{0,64}:(?<secret>[^\\s/@]{1,128})@",
      keywords: ["://"],
      strong: false,
      confidence: "medium",
    }),
  }),
  specOf({
    id: "generic",
    pattern: patternOf({
      pattern: `(?<=[:=]\\s{0,3}["'])[${word}_/+=-]{16,128}(?=["'])`,
      keywords: ["secret", "token", "password", "key"],
      within: 30,
      minEntropy: 3,
      confidence: "low",
    }),
  }),
);
