import type { VendorRule } from "../audit.ts";

/** What `explain 3` says about one of the vendor's rules. */
export interface VendorRuleText {
  readonly rule: VendorRule;
  readonly title: string;
  /** What the rule asks for. */
  readonly what: string;
  readonly why: string;
  readonly how: string;
}
