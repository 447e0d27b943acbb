import assert from "node:assert/strict";
import type { Result } from "../../bench/measure";
import { markdownTable, shown, textTable } from "../../bench/tables";

const RATIOS: Result[] = [
  { name: "bare", unit: "s", median: 1, quartiles: [0.9, 1.1], ratio: 1, calls: 0, figures: [1, 1] },
  {
    name: "gate",
    unit: "s",
    median: 1.5,
    quartiles: [1.4, 1.6],
    ratio: 1.5,
    limit: 1.2,
    calls: 1,
    figures: [1.5, 1.5],
  },
];

describe("the tables of a benchmark", () => {
  it("show figures as precisely as they are known", () => {
    assert.equal(shown("s", 1.23456), "1.235");
    assert.equal(shown("MB", 76.54321), "76.5");
    assert.equal(shown("bytes", 7017), "7,017");
    assert.equal(shown("calls", 1), "1");
  });

  it("are Markdown with numbers to the right", () => {
    assert.equal(
      markdownTable("preview", RATIOS),
      `| preview | median | quartiles | ratio | limit | API calls |
| --- | ---: | ---: | ---: | ---: | ---: |
| bare | 1.000 s | 0.900 – 1.100 | 1.00 |  | 0 |
| gate | 1.500 s | 1.400 – 1.600 | 1.50 | 1.20 | 1 |`,
    );
  });

  it("leave out columns that would be empty", () => {
    const once: Result[] = [
      {
        name: "in state",
        unit: "bytes",
        median: 2286,
        quartiles: [2286, 2286],
        limit: 2500,
        figures: [2286],
      },
    ];
    assert.equal(
      markdownTable("state", once),
      `| state | median | limit |
| --- | ---: | ---: |
| in state | 2,286 bytes | 2,500 |`,
    );
  });

  it("have the same cells in a terminal", () => {
    const table = textTable("preview", RATIOS);
    assert.match(table, /│ gate +│ 1\.500 s │ 1\.400 – 1\.600 │ +1\.50 │ +1\.20 │ +1 │/);
  });
});
