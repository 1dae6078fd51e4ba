import { withinSchedule } from "../../../../src/audits/rotation/within-schedule.ts";
import type { CredentialAge } from "../../../../src/core/credentials/age.ts";
import type { AuditContext } from "../../../../src/core/audit-context.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const stripe = `STRIPE_SECRET_KEY=${mint("stripe.secret-key")}\n`;
const second = `STRIPE_LIVE_SECRET_KEY=${mint("stripe.secret-key", 2)}\n`;
const panel = `PANEL_PASSWORD=${mint("database.password")}\n`;
const recent = "2026-11-01T00:00:00Z";
const env = (text: string, changed = recent) => ({ ".env": { content: text, changed } });
const id = "stripe.secret-key";
const place = ".env STRIPE_SECRET_KEY";

/** Recorded by a person: exact. */
const recorded = (...ages: readonly (readonly [id: string, since: string])[]) => ({
  context: (context: AuditContext): AuditContext => {
    const known = ages.map(([credentialId, since]): CredentialAge => ({
      credentialId,
      sinceMs: Date.parse(since),
      atLeast: false,
      evidence: "recorded",
      source: "recorded by jo",
    }));
    const isKnown = (age: CredentialAge) =>
      known.some(({ credentialId }) => credentialId === age.credentialId);
    const all = async () => [...known, ...(await context.ages()).filter((age) => !isKnown(age))];
    return { ...context, ages: all };
  },
});
const finding = (message: string, severity: "high" | "medium" | "info" = "medium") => ({
  message,
  at: place,
  severity,
});

auditCases(withinSchedule, {
  passes: [
    { name: "young", files: env(stripe), ...recorded([id, "2026-06-01"]) },
    { name: "just before the last tenth", files: env(stripe), ...recorded([id, "2026-01-01"]) },
    {
      name: "kept in IPTVbp's settings, and young",
      files: env("A=1\n"),
      config: "credentials:\n  stripe.secret-key: { stored: settings }\n",
      ...recorded([id, "2026-06-01"]),
    },
    {
      name: "a second key of the same kind",
      files: env(stripe + second),
      ...recorded([id, "2026-06-01"], [`${id}@STRIPE_LIVE_SECRET_KEY`, "2026-07-01"]),
    },
    {
      name: "a longer interval in guard.yaml",
      files: env(stripe),
      config: "rotation: { every: { stripe.secret-key: 36 months } }\n",
      ...recorded([id, "2025-01-15"]),
    },
  ],
  fails: [
    {
      name: "over its interval",
      files: env(stripe),
      ...recorded([id, "2025-10-24"]),
      findings: [
        {
          ...finding(`${id}: 13 months, limit 12`),
          evidence: "since 2025-10-24 (recorded by jo)",
        },
      ],
    },
    {
      name: "over 1.5 times its interval",
      files: env(stripe),
      ...recorded([id, "2025-05-01"]),
      findings: [finding(`${id}: 18 months, limit 12`, "high")],
    },
    {
      name: "in the last tenth of its interval: due",
      files: env(stripe),
      ...recorded([id, "2025-12-10"]),
      findings: [finding(`${id}: 11 months, limit 12, due 2026-12-10`, "info")],
    },
    {
      name: "a file's time is a lower bound, and over the interval",
      files: env(stripe, "2025-01-15T00:00:00Z"),
      // The builder cannot set when the inode changed, which counts too where it is older.
      context: (context) => ({
        ...context,
        ages: async () => [
          {
            credentialId: id,
            sinceMs: Date.parse("2025-01-15"),
            atLeast: true,
            evidence: "file-time",
            source: ".env mtime",
          },
        ],
      }),
      findings: [
        {
          ...finding(`${id}: >= 22 months, limit 12`, "high"),
          evidence: "at least since 2025-01-15 (.env mtime)",
        },
      ],
    },
    {
      name: "in the first commit, long ago",
      files: env(stripe),
      git: { committed: { ".env": stripe } },
      findings: [finding(`${id}: >= 22 months, limit 12`, "high")],
    },
    {
      name: "a shorter interval in guard.yaml",
      files: env(stripe),
      config: "rotation: { every: { stripe.secret-key: 30 days } }\n",
      ...recorded([id, "2026-10-20"]),
      findings: [finding(`${id}: 1 month, limit 30 days`)],
    },
    {
      name: "panels every 6 months",
      files: env(panel),
      ...recorded(["panel.main", "2026-03-24"]),
      findings: [{ message: "panel.main: 8 months, limit 6", at: ".env PANEL_PASSWORD" }],
    },
    {
      name: "a second key of the same kind",
      files: env(stripe + second),
      ...recorded([id, "2026-06-01"], [`${id}@STRIPE_LIVE_SECRET_KEY`, "2025-10-01"]),
      findings: [
        {
          message: `${id}@STRIPE_LIVE_SECRET_KEY: 13 months, limit 12`,
          at: ".env STRIPE_LIVE_SECRET_KEY",
        },
      ],
    },
    {
      name: "kept in IPTVbp's settings",
      files: env("A=1\n"),
      config: "credentials:\n  stripe.secret-key: { stored: settings }\n",
      ...recorded([id, "2025-10-24"]),
      findings: [{ message: `${id}: 13 months, limit 12`, at: `${id} in IPTVbp's settings` }],
    },
  ],
  unknowns: [
    {
      name: "a damaged record may be the last word on its age",
      files: env(stripe),
      state: { ledger: "\u0000\u0000\n" },
      ...recorded([id, "2026-06-01"]),
      code: "parse",
      text: "records of the ledger",
    },
    {
      name: "history may prove more, and there is no git program",
      files: env(stripe),
      git: { committed: { "index.php": "<?php\n" } },
      withoutGit: true,
      code: "git-missing",
      text: "git history",
    },
    {
      name: "a compose file that may hold another is closed",
      files: { ...env(stripe), "compose.yaml": { content: "", mode: 0o600 } },
      asOther: true,
      ...recorded([id, "2026-06-01"]),
      code: "permission",
      text: "compose.yaml",
    },
  ],
  skips: [
    {
      name: "a lower bound under the interval proves nothing",
      files: env(stripe),
      needs: [`rotate record ${id}`],
    },
    {
      name: "a lower bound in the last tenth is not due yet for certain",
      files: env(stripe),
      context: (context) => ({
        ...context,
        ages: async () => [
          {
            credentialId: id,
            sinceMs: Date.parse("2025-12-10"),
            atLeast: true,
            evidence: "git",
            source: "git 9c41e7b",
          },
        ],
      }),
      needs: [`rotate record ${id}`],
    },
    {
      name: "one of two is recorded",
      files: env(stripe + panel),
      ...recorded([id, "2026-06-01"]),
      needs: ["rotate record panel.main"],
    },
    {
      name: "a second key has a name of its own",
      files: env(stripe + second),
      ...recorded([id, "2026-06-01"]),
      needs: [`rotate record ${id}@STRIPE_LIVE_SECRET_KEY`],
    },
    {
      name: "IPTVbp's settings do not tell",
      files: env("A=1\n"),
      config: "credentials:\n  stripe.secret-key: { stored: settings }\n",
      needs: [`rotate record ${id}`],
    },
  ],
  notApplicable: [
    { name: "none", files: env("A=1\n"), text: "no credential is kept here" },
    {
      name: "not used, as guard.yaml says",
      files: env("A=1\n"),
      config: "credentials:\n  stripe.secret-key: { stored: none }\n",
      text: "no credential is kept here",
    },
  ],
  obstacles: [
    { name: "recorded", at: ".env", files: env(stripe), ...recorded([id, "2026-06-01"]) },
  ],
});
