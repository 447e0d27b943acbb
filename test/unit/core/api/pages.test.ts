import assert from "node:assert/strict";
import { type ListOptions, type Page, pageIn, readAllPages } from "../../../../core/api/pages";
import { TcssError } from "../../../../core/base/errors";
import { accessTo } from "./support";

const ENDPOINT = "https://api.example";
const OPTIONS: ListOptions = { subject: "clusters", endpoint: ENDPOINT, account: "production" };
const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

/** A server of a list of numbers, which notes what it is asked for. */
class Numbers {
  readonly asked: [offset: number, limit: number][] = [];
  /** How many requests were open at the same time, at most. */
  mostOpen = 0;
  #open = 0;

  constructor(readonly answer: (offset: number, limit: number, request: number) => Page<number>) {}

  readonly read = async (offset: number, limit: number): Promise<Page<number>> => {
    this.asked.push([offset, limit]);
    const request = this.asked.length;
    this.#open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.#open);
    await new Promise((resolve) => setImmediate(resolve));
    this.#open -= 1;
    return this.answer(offset, limit, request);
  };
}

/** One that has so many numbers, and gives at most so many a page. */
const numbers = (total: number, mostOfPage = 100): Numbers =>
  new Numbers((offset, limit) => ({
    items: range(offset, Math.min(total, offset + Math.min(limit, mostOfPage))),
    total,
  }));

const read = (server: Numbers, more: Partial<ListOptions> = {}) =>
  readAllPages(server.read, { ...OPTIONS, ...more });

describe("readAllPages", () => {
  for (const [total, requests] of [
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 2],
    [1000, 10],
    [10_000, 100],
  ] as const)
    it(`reads ${total} items with ${requests} requests`, async () => {
      const server = numbers(total);
      assert.deepEqual(await read(server), { items: range(0, total), total });
      assert.equal(server.asked.length, requests);
    });

  it("asks for all pages after the first at the same time, in order", async () => {
    const server = numbers(1050);
    await read(server);
    assert.equal(server.mostOpen, 10);
    assert.deepEqual(
      server.asked,
      range(0, 11).map((page) => [page * 100, page === 10 ? 50 : 100]),
    );
  });

  it("goes on in smaller pages where the server gives fewer than it was asked for", async () => {
    const server = numbers(95, 20);
    assert.deepEqual((await read(server)).items, range(0, 95));
    assert.equal(server.asked.length, 5);
    assert.equal(server.mostOpen, 4);
  });

  it("reads on where a later page is shorter than the first, and misses nothing", async () => {
    const server = new Numbers((offset, limit) => ({
      items: range(offset, Math.min(500, offset + (offset === 200 ? 30 : limit))),
      total: 500,
    }));
    assert.deepEqual((await read(server)).items, range(0, 500));
    assert.deepEqual(server.asked.at(-1), [230, 70]);
  });

  it("ends a part at an empty page, and gives the total that shows what is missing", async () => {
    const server = new Numbers((offset, limit) => ({
      items: offset === 100 ? [] : range(offset, Math.min(300, offset + limit)),
      total: 300,
    }));
    const list = await read(server);
    assert.deepEqual(list, { items: [...range(0, 100), ...range(200, 300)], total: 300 });
    assert.equal(server.asked.length, 3);
  });

  it("asks once where the first page is empty, whatever the total says", async () => {
    const server = new Numbers(() => ({ items: [], total: 7 }));
    assert.deepEqual(await read(server), { items: [], total: 7 });
    assert.equal(server.asked.length, 1);
  });

  it("keeps all that a page holds beyond its limit and beyond the total", async () => {
    const server = new Numbers((offset) => ({ items: range(offset, 250), total: 2 }));
    assert.deepEqual((await read(server)).items, range(0, 250));
    assert.equal(server.asked.length, 1);
  });

  it("reads a list that grows meanwhile to its new end", async () => {
    const server = new Numbers((offset, limit, request) => {
      const total = request < 3 ? 250 : 310;
      return { items: range(offset, Math.min(total, offset + limit)), total };
    });
    const { items, total } = await read(server);
    assert.equal(total, 310);
    assert.deepEqual(new Set(items), new Set(range(0, 310)));
  });

  it("gives the first total of a list that shrinks meanwhile: an item may have moved to a page that was read before", async () => {
    const server = new Numbers((offset, limit, request) => {
      const total = request < 3 ? 250 : 210;
      return { items: range(offset, Math.min(total, offset + limit)), total };
    });
    assert.deepEqual(await read(server), { items: range(0, 210), total: 250 });
  });

  it("reads a list without a count until a page is empty", async () => {
    const server = new Numbers((offset, limit) => ({
      items: range(offset, Math.min(230, offset + limit)),
      total: undefined,
    }));
    assert.deepEqual(await read(server), { items: range(0, 230), total: undefined });
    assert.deepEqual(
      server.asked.map(([offset]) => offset),
      [0, 100, 200, 230],
    );
  });

  const endless: readonly [what: string, answer: Numbers["answer"], reason: RegExp, requests: number][] = [
    [
      "more items than any account has",
      (offset, limit) => ({ items: range(offset, offset + limit), total: 200_001 }),
      /it has 200001 entries, of at most 200000 that are read/,
      1,
    ],
    [
      "a total that is always one page away",
      (offset, limit) => ({ items: range(offset, offset + limit), total: offset + 2 * limit }),
      /it grew from 200 to 1300 entries while it was read/,
      12,
    ],
    [
      "a total that leaps",
      (offset, limit) => ({ items: range(offset, offset + limit), total: offset === 0 ? 150 : 5000 }),
      /it grew from 150 to 5000 entries while it was read/,
      2,
    ],
    [
      "no total, and the same page again",
      (_, limit) => ({ items: range(0, limit), total: undefined }),
      /it has no TotalCount, and gives the same page again/,
      2,
    ],
    [
      "no total, and more items than any account has",
      (offset) => ({ items: range(offset, offset + 150_000), total: undefined }),
      /it has more than 200000 entries/,
      2,
    ],
  ];
  for (const [what, answer, reason, requests] of endless)
    it(`refuses ${what}: the list does not end`, async () => {
      const server = new Numbers(answer);
      await assert.rejects(read(server), (error: TcssError) => {
        assert.equal(error.kind, "reply");
        assert.match(error.summary, /^the list of clusters does not end: /);
        assert.match(error.summary, reason);
        assert.deepEqual([error.endpoint, error.account], [ENDPOINT, "production"]);
        return true;
      });
      assert.equal(server.asked.length, requests);
    });

  describe("where the most of a page is not documented", () => {
    const refusing = (code: string, most = 20) =>
      new Numbers((offset, limit) => {
        if (limit > most) throw new TcssError("no", { kind: "api", code });
        return { items: range(offset, Math.min(50, offset + limit)), total: 50 };
      });

    for (const code of ["InvalidParameter", "InvalidParameterValue", "InvalidParameter.Limit"])
      it(`asks for fewer after ${code}`, async () => {
        const server = refusing(code);
        assert.deepEqual((await read(server, { smallerPages: [20, 10] })).items, range(0, 50));
        assert.deepEqual(server.asked, [
          [0, 100],
          [0, 20],
          [20, 20],
          [40, 10],
        ]);
      });

    it("asks for fewer still where that is refused, and fails where nothing is left to ask for", async () => {
      const [ten, five] = [refusing("InvalidParameter", 10), refusing("InvalidParameter", 5)];
      assert.deepEqual((await read(ten, { smallerPages: [20, 10] })).items, range(0, 50));
      await assert.rejects(read(five, { smallerPages: [20, 10] }), { code: "InvalidParameter" });
      assert.deepEqual(
        five.asked.map(([, limit]) => limit),
        [100, 20, 10],
      );
    });

    for (const code of ["AuthFailure.UnauthorizedOperation", "InvalidParameterMissing", "InternalError"])
      it(`does not ask again after ${code}`, async () => {
        const server = refusing(code);
        await assert.rejects(read(server, { smallerPages: [20, 10] }), { code });
        assert.equal(server.asked.length, 1);
      });

    it("does not ask again where it is documented", async () => {
      const server = refusing("InvalidParameter");
      await assert.rejects(read(server), { code: "InvalidParameter" });
      assert.equal(server.asked.length, 1);
    });
  });
});

describe("pageIn", () => {
  const page = (fields: object) =>
    pageIn({ ...fields }, "List", (item) => item, accessTo(ENDPOINT, { account: "production" }));

  for (const [fields, expected] of [
    [
      { List: [1, "a", null], TotalCount: 3 },
      { items: [1, "a", null], total: 3 },
    ],
    [
      { List: null, TotalCount: 0 },
      { items: [], total: 0 },
    ],
    [{ TotalCount: 7 }, { items: [], total: 7 }],
    [{ List: [] }, { items: [], total: undefined }],
    [
      { List: [1], TotalCount: null },
      { items: [1], total: undefined },
    ],
  ] as const)
    it(`takes ${JSON.stringify(fields)}`, () => {
      assert.deepEqual(page(fields), expected);
    });

  for (const [fields, problem] of [
    [{ RequestId: "r-1" }, "the reply holds neither List nor TotalCount"],
    [{ List: null, TotalCount: null }, "the reply holds neither List nor TotalCount"],
    [{ List: [], TotalCount: -1 }, "the reply holds a TotalCount that is not a whole number"],
    [{ List: [], TotalCount: 1.5 }, "the reply holds a TotalCount that is not a whole number"],
    [{ List: [], TotalCount: "7" }, "the reply holds a TotalCount that is not a whole number"],
    [{ List: {}, TotalCount: 7 }, "the reply holds a List that is not a list"],
    [{ List: "cls-a", TotalCount: 7 }, "the reply holds a List that is not a list"],
  ] as const)
    it(`refuses ${JSON.stringify(fields)}`, () => {
      assert.throws(() => page({ ...fields, RequestId: "r-1" }), {
        kind: "reply",
        summary: problem,
        requestId: "r-1",
        endpoint: ENDPOINT,
        account: "production",
      });
    });
});
