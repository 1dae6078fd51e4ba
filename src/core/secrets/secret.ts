import { mask } from "./mask.ts";

const redacted = "[redacted]";

/**
 * Holds a secret value so that it cannot be printed, serialised or cloned by accident.
 *
 * Only {@link Secret.reveal} gives the value back; the architecture test lists the folders that may
 * call it. Everything people see goes through {@link Secret.masked}.
 */
export class Secret {
  readonly #value: string;
  readonly #prefix: string;

  /** @param publicPrefix the part of the value that is no secret, such as `sk_live_`. */
  constructor(value: string, publicPrefix = "") {
    this.#value = value;
    this.#prefix = value.startsWith(publicPrefix) ? publicPrefix : "";
    // A function-valued property makes structuredClone (and so postMessage) throw.
    Object.defineProperty(this, "uncloneable", { value: () => redacted, enumerable: true });
  }

  /** The value itself. Never put the result into a message, a path, an error or a log. */
  reveal(): string {
    return this.#value;
  }

  /** Length in UTF-16 code units. */
  get length(): number {
    return this.#value.length;
  }

  /** Public prefix and last four characters, or `(not shown)` under 16 characters. */
  get masked(): string {
    return mask(this.#value, this.#prefix);
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  /** The same value with its public prefix known. */
  withPrefix(publicPrefix: string): Secret {
    return new Secret(this.#value, publicPrefix);
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return redacted;
  }
}
