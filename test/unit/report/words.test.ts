import assert from "node:assert/strict";
import { resolveConnection, TcssError } from "../../../core/internal";
import { COMMAND_WORDS } from "../../../report/src/words";

const SECRET_ID = `AKID${"0123456789abcdef".repeat(2)}`;

describe("the words of the command", () => {
  for (const args of [{ profile: SECRET_ID }, { secretKey: "hunter2hunter2" }])
    it(`say where a secret belongs that was given as ${Object.keys(args)}, without a word about stacks`, () => {
      assert.throws(
        () => resolveConnection({ args, env: {} }),
        (error: TcssError) => {
          const { summary } = error.inWordsOf(COMMAND_WORDS);
          assert.match(summary, /^(--profile|secretKey) is a secret: use environment variables or a profile/);
          assert.equal(summary.includes("tcss:"), false);
          assert.match(error.summary, /is a secret, and arguments are kept in the stack's state/);
          return error instanceof TcssError;
        },
      );
    });
});
