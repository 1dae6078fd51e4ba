import type { Catalogue } from "../../core/knowledge/provider.ts";
import type { DiscoveryPorts } from "../../install/host/discovery-ports.ts";

/** What the wizard needs of the machine; it writes nothing itself. */
export interface InitPorts extends DiscoveryPorts {
  readonly catalogue: Catalogue;
  /** `$XDG_CONFIG_HOME`, else `~/.config`. */
  readonly userFolder?: string;
}
