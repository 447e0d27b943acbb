/** Puts `next` in the place of `Math.random` until it is restored. */
export function stubRandom(next: () => number): { readonly calls: number; restore(): void } {
  const { random } = Math;
  let calls = 0;
  Math.random = () => {
    calls += 1;
    return next();
  };
  return {
    get calls() {
      return calls;
    },
    restore: () => {
      Math.random = random;
    },
  };
}
