// Follows what changes often without keeping the device busy: one run at a time, and
// after each a rest as long as the run took.

const [SHORTEST, LONGEST] = [60, 1000];

// Returns a function that has ``act`` run soon, once for all calls until it begins; its
// promise ends with that run.
export function calm(act) {
  let next = null;
  let last = Promise.resolve();
  let rest = SHORTEST;

  async function run(before) {
    await before;
    await new Promise((done) => setTimeout(done, rest));
    next = null;
    const from = performance.now();
    try {
      await act();
    } finally {
      rest = Math.min(LONGEST, Math.max(SHORTEST, performance.now() - from));
    }
  }

  return async () => {
    if (!next) {
      next = run(last);
      last = next.catch(() => {}); // Told to those who asked for it.
    }
    await next;
  };
}
