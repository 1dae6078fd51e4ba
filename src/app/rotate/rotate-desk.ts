import type { Credential } from "../../core/credentials/credential.ts";
import type { CredentialSpec } from "../../core/knowledge/provider.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import { storedInSettings } from "../../core/credentials/rotation-scope.ts";
import type { LedgerRecord } from "../../rotation/ledger-record.ts";
import { parseLedger } from "../../rotation/ledger.ts";
import { openRotations } from "../../rotation/rotation-state.ts";
import type { RotationEvent } from "../../rotation/rotation-event.ts";
import { type OpenOptions, type OpenedInstall, openInstall } from "../open-install.ts";
import { type OpenedLedger, requireLedger } from "../audit/open-ledger.ts";
import type { RotationPorts } from "./rotate-ports.ts";

/** One install with its ledger, for `rotate`. */
export interface RotationDesk {
  readonly ports: RotationPorts;
  readonly options: OpenOptions;
  readonly opened: OpenedInstall;
  readonly ledger: OpenedLedger;
}

/** @throws GuardError when the ledger cannot be read or written: no step could be remembered. */
export function openRotationDesk(ports: RotationPorts, options: OpenOptions): RotationDesk {
  const opened = openInstall(ports, options);
  const settings = settingsOf(opened);
  const ledger = requireLedger(ports, opened, settings);
  return { ports, options, opened, ledger };
}

/** Every credential that only IPTVbp's settings hold, by guard.yaml. */
export function settingsOf(opened: OpenedInstall): readonly string[] {
  return storedInSettings(opened);
}

/** All records as they stand on the disk now. */
export function recordsOf({
  ports,
  opened,
}: Pick<RotationDesk, "ports" | "opened">): readonly LedgerRecord[] {
  const content = ports.ledgerOf(opened.install.root).read();
  return parseLedger(content.kind === "found" ? content.value : []);
}

/** Adds one event; it is on the disk when this returns. */
export function noteEvent(
  desk: RotationDesk,
  rotation: { readonly id: string; readonly credential: string },
  event: RotationEvent,
): void {
  const { ports, opened } = desk;
  const record: LedgerRecord = {
    kind: "rotation",
    rotation: rotation.id,
    credential: rotation.credential,
    event,
    at: ports.wallNow().toISOString(),
    by: ports.operator,
  };
  ports.ledgerOf(opened.install.root).append([record]);
}

/** What the provider files say of a credential id; undefined when they do not know it. */
export function specOf(opened: OpenedInstall, id: string): CredentialSpec | undefined {
  const held = opened.credentials.find((each) => each.id === id);
  if (held) return held.spec;
  const base = baseId(id);
  return opened.catalogue.providers
    .flatMap((provider) => provider.credentials)
    .find((spec) => spec.id === base);
}

/** Every place that holds the credential, under whatever name. */
export function placesOf(opened: OpenedInstall, id: string): readonly Credential[] {
  return opened.credentials.filter((each) => each.id === id);
}

/** Credentials whose rotations are open on the disk now, whatever a wizard has in mind. */
export function openCredentials(ports: RotationPorts, options: OpenOptions): readonly string[] {
  const opened = openInstall(ports, options);
  return openRotations(recordsOf({ ports, opened })).map(({ credential }) => credential);
}
