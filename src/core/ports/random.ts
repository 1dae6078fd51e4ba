/** Unpredictable bytes: keys, transaction ids. Tests pass a fixed source. */
export interface Random {
  bytes(count: number): Uint8Array;
}
