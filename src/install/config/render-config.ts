import { escapeControl } from "../../core/text/escape-control.ts";
import type { PanelConfig } from "./guard-config.ts";

/** What a new guard.yaml is to say; remarks are printed as comments behind their line. */
export interface ConfigDraft {
  readonly root: string;
  readonly rootSource?: string;
  /** Names relative to the root, or absolute paths; none: they are found anew each time. */
  readonly env: readonly string[];
  readonly owner?: string;
  readonly ownerSource?: string;
  readonly environment?: string;
  readonly environmentSource?: string;
  /** What was concluded and nobody stated: written as comments, so that it is found out anew. */
  readonly unsure: Readonly<Partial<Record<"owner" | "environment", string>>>;
  readonly nginx: readonly string[];
  readonly dumps: readonly string[];
  readonly stored: ReadonlyMap<string, "env" | "settings" | "none">;
  /** Credential ids whose place nobody stated: written as comments, to be filled in. */
  readonly open: readonly string[];
  readonly panels: readonly {
    readonly id: string;
    readonly kind?: string;
    readonly credential?: string;
    readonly allowFrom?: PanelConfig["allowFrom"];
  }[];
  readonly domains: readonly string[];
}

/** A commented guard.yaml that `parseConfig` reads back as the same values. */
export function renderConfig(draft: ConfigDraft): string {
  return [
    "# guard.yaml: what iptvbp-guard knows about this install. Every line has a default; an unknown",
    "# key is an error. Never put a key or password into this file, only names and places.",
    "",
    ...installLines(draft),
    "",
    ...credentialLines(draft),
    "",
    ...panelLines(draft),
    "",
    "# Host names under which customers reach the store.",
    `store: { domains: ${list(draft.domains)} }`,
    "",
    "# Other rotation intervals than the vendor's, as in: { every: { stripe.secret-key: 6 months } }",
    "rotation: {}",
    "",
    "# Whom to call, who owns which system, and when the last drill was (as 2026-10-01).",
    "incident:",
    "  contacts: []",
    "  owners: {}",
    "  # lastDrill:",
    "",
    "# Accepted findings, each with a reason and a date; counts from this file's folder.",
    "# waivers: waivers.yaml",
    "",
  ].join("\n");
}

function installLines(draft: ConfigDraft): string[] {
  const { owner, environment, unsure, dumps, nginx } = draft;
  return [
    "install:",
    `  root: ${scalar(draft.root)}${remark(draft.rootSource)}`,
    "  # Counted from the root. What units and compose files name, and what else lies in the root",
    "  # under such a name, is looked at too.",
    draft.env.length > 0 ? `  env: ${list(draft.env)}` : "  # env: [.env]",
    owner === undefined
      ? `  # owner: ${escapeControl(unsure.owner ?? "www-data:www-data")}`
      : `  owner: ${scalar(owner)}${remark(draft.ownerSource)}`,
    environment === undefined
      ? `  # environment: ${escapeControl(unsure.environment ?? "production")}`
      : `  environment: ${scalar(environment)}${remark(draft.environmentSource)}`,
    ...(nginx.length > 0 ? [`  nginx: ${list(nginx)}`] : ["  # nginx: [/etc/nginx/nginx.conf]"]),
    "  # Logs are found by themselves; name those that are kept elsewhere:",
    "  # logs: { app: [/var/log/iptvbp/*.log*], days: 30 }",
    "  # Database dumps and backups outside the root that are to be searched:",
    // An empty list would say that there are none.
    `  ${dumps.length > 0 ? "" : "# "}dumps: ${list(dumps.length > 0 ? dumps : ["/var/backups/*.sql*"])}`,
    "  # Folders of the root that are mounted from elsewhere and are the install's all the same:",
    "  # mounts: [storage]",
    "  # Where IPTVbp's own data key is kept, so that its strength can be judged:",
    "  # encryptionKey: { env: APP_KEY }",
  ];
}

function credentialLines({ stored, open }: ConfigDraft): string[] {
  const head = [
    "# Where credentials are kept that are not seen in an env file:",
    "# env (there, under a name of its own), settings (IPTVbp's own), none (not used here).",
  ];
  const said = [...stored].map(([id, place]) => `  ${scalar(id)}: { stored: ${place} }`);
  const asked = open.map((id) => `  # ${escapeControl(id)}: { stored: settings }`);
  return [...head, "credentials:", ...said, ...asked];
}

function panelLines({ panels }: ConfigDraft): string[] {
  const head =
    "# Panels that IPTVbp provisions on; allowFrom lists the addresses that may reach them.";
  if (panels.length === 0) {
    return [head, '# panels: [{ id: main, kind: nxt, url: "https://panel.example" }]'];
  }
  return [
    head,
    "panels:",
    ...panels.map(({ id, kind, credential, allowFrom }) => {
      const fields = [
        `id: ${scalar(id)}`,
        ...(kind === undefined ? [] : [`kind: ${scalar(kind)}`]),
        ...(credential === undefined ? [] : [`credential: ${scalar(credential)}`]),
        ...(allowFrom && allowFrom.length > 0 ? [`allowFrom: ${list(allowFrom)}`] : []),
      ];
      return `  - { ${fields.join(", ")} }`;
    }),
  ];
}

function list(values: readonly string[]): string {
  return `[${values.map(scalar).join(", ")}]`;
}

/** Plain where YAML cannot take it for something else, else in double quotes, as in JSON. */
function scalar(text: string): string {
  const plain = /^[A-Za-z/.][\w./@+-]*(?::[\w./@+-]+)*$/.test(text);
  if (plain && !/^(?:true|false|null|yes|no|on|off|y|n|\.\w+|~)$/i.test(text)) return text;
  if (plain && /^\.[a-z]+$/i.test(text) && !/^\.(?:inf|nan)$/i.test(text)) return text;
  return JSON.stringify(text);
}

function remark(text: string | undefined): string {
  return text === undefined ? "" : ` # ${escapeControl(text)}`;
}
