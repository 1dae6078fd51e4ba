/** A source of choices that gives the same ones for the same seed. */
export interface Seeded {
  /** 0 to `below` - 1. */
  below(below: number): number;
  pick<T>(list: readonly T[]): T;
  /** Each kept with this chance, in their order. */
  some<T>(list: readonly T[], chance: number): readonly T[];
  chance(chance: number): boolean;
  shuffled<T>(list: readonly T[]): readonly T[];
}

/** Mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (public domain). */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    pick: (list) => {
      const value = list[below(list.length)];
      if (value === undefined) throw new Error("nothing to choose from");
      return value;
    },
    some: (list, chance) => list.filter(() => next() < chance),
    chance: (chance) => next() < chance,
    shuffled: (list) =>
      list
        .map((value) => ({ value, place: next() }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ value }) => value),
  };
}
