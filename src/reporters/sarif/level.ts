import type { Severity } from "../../core/severity.ts";

export function sarifLevel(severity: Severity): "error" | "warning" | "note" {
  if (severity === "critical" || severity === "high") return "error";
  return severity === "medium" ? "warning" : "note";
}

/**
 * GitHub sorts by this number.
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function securitySeverity(severity: Severity): string {
  return { critical: "9.5", high: "8.0", medium: "5.5", low: "2.5", info: "0.5" }[severity];
}
