import { type TypedStep, choice, keys } from "./drive-terminal.ts";
import { mint } from "./mint.ts";

/** One of the credentials that every way of rotating is tried with. */
export interface RotatedKind {
  readonly name: string;
  readonly credential: string;
  /** Env variable; absent where IPTVbp's settings hold it. */
  readonly key?: string;
  readonly old: string;
  readonly next: string;
  /** Whether the making of a new value is the end of the old one. */
  readonly noOverlap?: boolean;
  /** Whether the answer to a breach makes the new value already. */
  readonly breachMakes?: boolean;
}

const password = (word: string) => `${word}$Q#7 "k' ${word.toUpperCase()}w2`;

export const rotatedKinds: readonly RotatedKind[] = [
  {
    name: "Stripe key",
    credential: "stripe.secret-key",
    key: "STRIPE_SECRET_KEY",
    old: mint("stripe.secret-key", 1),
    next: mint("stripe.secret-key", 2),
  },
  {
    name: "Stripe webhook secret in settings",
    credential: "stripe.webhook-secret",
    old: mint("stripe.webhook-secret", 1),
    next: mint("stripe.webhook-secret", 2),
    breachMakes: true,
  },
  {
    name: "panel password",
    credential: "panel.main",
    key: "PANEL_API_PASSWORD",
    old: "kB4dPw9mZt2c",
    next: password("panel"),
    noOverlap: true,
    breachMakes: true,
  },
  {
    name: "Discord token",
    credential: "discord.bot-token",
    key: "DISCORD_BOT_TOKEN",
    old: mint("discord.bot-token", 1),
    next: mint("discord.bot-token", 2),
    noOverlap: true,
    breachMakes: true,
  },
  {
    name: "generic one",
    credential: "smtp.password",
    key: "MAIL_PASSWORD",
    old: "kB4dPw9mZt2cXv",
    next: "nR7sQy3hLf6gJu",
    breachMakes: true,
  },
];

const step = (expect: string, send: readonly string[]): TypedStep => ({ expect, send });

/** What a person answers to the wizard. */
export const wizardAnswers = {
  made: step("New value made?", choice(0)),
  revoked: step("Old value revoked?", choice(0)),
  restarted: step("Do the services have", choice(0)),
  works: step("Does the new value work?", choice(0)),
  revokeLast: step("Revoke the old value now?", choice(1)),
} as const;

export function interruptAt(expected: string): TypedStep {
  return step(expected, [keys.interrupt]);
}

export function putInAnswers({ key, next }: RotatedKind): readonly TypedStep[] {
  if (key === undefined) return [step("New value in IPTVbp?", choice(0))];
  return [step("New value of", [next, keys.enter]), step("Write it into", ["y", keys.enter])];
}

/** Everything up to the interruption, then the rest. */
export function wizardScript(
  kind: RotatedKind,
  mode: "planned" | "breach",
): readonly [before: readonly TypedStep[], after: readonly TypedStep[]] {
  const { made, revoked, restarted, works, revokeLast } = wizardAnswers;
  const reload = kind.key === undefined ? [] : [restarted];
  if (mode === "breach") {
    const make = kind.breachMakes === true ? [] : [made];
    const at = kind.key === undefined ? "New value in IPTVbp?" : "New value of";
    return [
      [revoked, ...make, interruptAt(at)],
      [...putInAnswers(kind), ...reload, works],
    ];
  }
  const last = kind.noOverlap === true ? [] : [revokeLast];
  return [
    [made, ...putInAnswers(kind), ...reload, interruptAt("Does the new value work?")],
    [works, ...last],
  ];
}
