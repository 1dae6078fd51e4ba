import type { Secret } from "./secret.ts";

/** Something kept per secret of a rule. */
export interface SecretTable<T> {
  /** What is kept for this secret, made by `make` when it is seen for the first time. */
  of(ruleId: string, secret: Secret, make: () => T): T;
  /** What is kept for this secret; undefined when it was not seen. */
  find(ruleId: string, secret: Secret): T | undefined;
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
  const keyOf = (ruleId: string, secret: Secret) => `${ruleId} ${secret.length} ${secret.masked}`;
  return {
    find: (ruleId, secret) =>
      buckets.get(keyOf(ruleId, secret))?.find((entry) => entry.secret.equals(secret))?.kept,
    of(ruleId, secret, make) {
      const key = keyOf(ruleId, secret);
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
