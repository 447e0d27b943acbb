// Mocha's spec reporter, which also writes its totals and failures to TCSS_TEST_TOTALS: `npm test` adds up several runs.
const { appendFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failed = [];
    runner.on("fail", (test, error) => {
      failed.push({
        test: test.titlePath().join(" › "),
        error: String(error.stack ?? error.message ?? error),
      });
    });
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      const file = process.env.TCSS_TEST_TOTALS;
      if (file) appendFileSync(file, `${JSON.stringify({ passes, failures, pending, failed })}\n`);
    });
  }
};
