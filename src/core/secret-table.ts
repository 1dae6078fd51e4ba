import type { Secret } from "./secret.ts";

/** Something kept per secret of a rule. */
export interface SecretTable<T> {
  /** What is kept for this secret, made by `make` when it is seen for the first time. */
  of(ruleId: string, secret: Secret, make: () => T): T;
  /** In the order in which the secrets were first seen. */
  values(): readonly T[];
  readonly size: number;
}

/**
 * Keeps something per secret without taking any value out of its wrapping: what may be shown of a
 * secret makes small buckets, and comparing does the rest.
 */
export function createSecretTable<T>(): SecretTable<T> {
  const buckets = new Map<string, { secret: Secret; kept: T }[]>();
  const order: T[] = [];
  return {
    of(ruleId, secret, make) {
      const key = `${ruleId} ${secret.length} ${secret.masked}`;
      const bucket = buckets.get(key) ?? [];
      buckets.set(key, bucket);
      const there = bucket.find((entry) => entry.secret.equals(secret));
      if (there) return there.kept;
      const kept = make();
      bucket.push({ secret, kept });
      order.push(kept);
      return kept;
    },
    values: () => order,
    get size() {
      return order.length;
    },
  };
}
