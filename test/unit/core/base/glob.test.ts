import assert from "node:assert/strict";
import fc from "fast-check";
import { matchesGlob, matchesStack, problemOfStackGlob, problemOfTextGlob } from "../../../../core/base/glob";

const STACK = "acme/shop/prod";

describe("matchesStack", () => {
  const cases: [glob: string, stack: string, matches: boolean][] = [
    ["prod", STACK, true],
    ["prod", "acme/prod/dev", false],
    ["prod", "prod/shop/dev", false],
    ["prod", "acme/shop/preprod", false],
    ["prod", "acme/shop/production", false],
    ["*", STACK, true],
    ["prod-*", "acme/shop/prod-eu", true],
    ["prod-*", "acme/shop/prod", false],
    ["*od", STACK, true],
    ["p*d", STACK, true],
    ["p*d", "acme/shop/prod-eu", false],
    ["p?od", STACK, true],
    ["p?d", STACK, false],
    ["?", "acme/shop/s", true],
    ["?", "acme/shop/", false],
    [".*", "acme/shop/.x", true],
    ["*", "acme/shop/.x", true],
    ["{prod,staging}", "acme/shop/staging", true],
    ["{prod,staging}", "acme/shop/dev", false],
    ["prod{,-eu}", STACK, true],
    ["prod{,-eu}", "acme/shop/prod-eu", true],
    ["prod{,-eu}", "acme/shop/prod-us", false],
    ["{shop,cart}/{dev,test}", "acme/cart/test", true],
    ["{shop/prod,cart/dev}", STACK, true],
    ["{shop/prod,cart/dev}", "acme/cart/prod", false],
    ["shop/prod", STACK, true],
    ["shop/prod", "shop/other/prod", false],
    ["shop/*", "acme/shop/dev", true],
    ["*/prod", STACK, true],
    ["acme/*/prod", STACK, true],
    ["acme/*/prod", "other/shop/prod", false],
    ["acme/shop/prod", STACK, true],
    ["ACME/shop/prod", STACK, false],
    ["Prod", STACK, false],
    ["prod", "prod", true],
    ["shop/prod", "prod", false],
    // POSIX: ! negates, and nothing else does
    ["[!s]*", "acme/shop/s", false],
    ["[!s]*", "acme/shop/staging", false],
    ["[!s]*", STACK, true],
    ["[!a-o]*", STACK, true],
    ["[a-o]*", STACK, false],
    ["[ps]*", STACK, true],
    ["prod-[0-9]", "acme/shop/prod-7", true],
    ["prod-[0-9]", "acme/shop/prod-10", false],
    ["[a-]x", "acme/shop/-x", true],
    ["[-a]x", "acme/shop/-x", true],
    ["[A-Z]*", STACK, false],
    ["[.]x", "acme/shop/.x", true],
    ["\\prod", STACK, true],
    // ** is any number of parts, and then the whole name counts
    ["**", STACK, true],
    ["**/prod", STACK, true],
    ["**/prod", "acme/shop/dev", false],
    ["organization/**", "organization/shop/dev", true],
    ["organization/**", STACK, false],
    ["shop/**", STACK, false],
    ["acme/**/prod", STACK, true],
    ["acme/shop/**/prod", STACK, true],
    ["acme/shop/prod/**", STACK, true],
    ["**/shop/**", STACK, true],
    ["**/shop", STACK, false],
    ["**/**", STACK, true],
    ["{acme,other}/**", STACK, true],
  ];
  for (const [glob, stack, matches] of cases)
    it(`${glob} ${matches ? "matches" : "does not match"} ${stack}`, () => {
      assert.equal(problemOfStackGlob(glob), undefined);
      assert.equal(matchesStack(glob, stack), matches);
    });

  it("matches no stack that is unknown", () => assert.equal(matchesStack("**", undefined), false));
});

describe("a glob over stacks is refused where it", () => {
  const cases: [glob: string, why: RegExp][] = [
    ["", /^must not be empty$/],
    [" ", /^must not be empty$/],
    ["\t\n", /^must not be empty$/],
    [" prod", /blank/],
    ["prod ", /blank/],
    ["acme/shop/dev/x", /three parts/],
    ["*/*/*/*", /three parts/],
    ["**/a/b/c/d", /three parts/],
    ["{dev,acme/shop/dev/x}", /three parts/],
    ["/dev", /empty part/],
    ["dev/", /empty part/],
    ["acme//dev", /empty part/],
    ["/", /empty part/],
    ["{,dev}", /empty part/],
    ["**//", /empty part/],
    ["my stack", /character " "/],
    ["prod:eu", /character ":"/],
    ["生产", /character "生"/],
    ["prod\u200b", /character "\u200b"/],
    ["a,b", /character ","/],
    ["(prod)", /character "\("/],
    ["a|b", /character "\|"/],
    ["~prod", /character "~"/],
    ["\\*", /character "\*"/],
    ["[é]x", /brackets allow/],
    ["[ ]", /brackets allow/],
    ["[!-_.0-9A-Za-z]", /brackets allow/],
    ["x".repeat(101), /longer than 100/],
    [`${"?".repeat(101)}*`, /longer than 100/],
    ["x*".repeat(251), /longer than 500/],
    // what other tools give a meaning
    ["!prod", /^starts with !/],
    ["!(prod)", /!\( \)/],
    ["@(a+)+b", /@\( \)/],
    ["+(a|b)", /\+\( \)/],
    ["*(a)", /\*\( \)/],
    ["?(a)", /\?\( \)/],
    ["@(@(a|b)|c)", /@\( \)/],
    ["[^s]*", /\[!abc\]/],
    ["[[:alpha:]]*", /named class/],
    ["[[.a.]]", /named class/],
    ["[[=a=]]", /named class/],
    ["a**", /whole parts/],
    ["**a", /whole parts/],
    ["***", /whole parts/],
    ["acme/**x/prod", /whole parts/],
    ["[a", /\[ without its \]/],
    ["[]", /\[ without its \]/],
    ["[!]", /\[ without its \]/],
    ["a]", /character "\]"/],
    ["[z-a]", /range z-a, which is empty/],
    ["[a/b]", /\/ between brackets/],
    ["{a", /\{ without its \}/],
    ["a}", /\} without its \{/],
    ["{a}", /without a choice/],
    ["{}", /without a choice/],
    ["{1..3}", /without a choice/],
    ["{a,{b,c}}", /between braces/],
    ["{a,b}".repeat(7), /more than 100 patterns/],
    ["{a,b}".repeat(80), /more than 100 patterns/],
    ["prod\\", /takes no character/],
    ["acme\\/prod", /takes no character/],
    ["a\nb", /control characters/],
    ["a\u0000b", /control characters/],
  ];
  for (const [glob, why] of cases)
    it(`is ${JSON.stringify(glob.slice(0, 30))}`, () => assert.match(problemOfStackGlob(glob) ?? "", why));
});

describe("a glob over names of resources", () => {
  const cases: [glob: string, name: string, matches: boolean][] = [
    ["tcss-*", "tcss-main", true],
    ["tcss-*", "other-tcss-main", false],
    ["tcss", "tcss-main", false],
    ["*", "team/tcss", false],
    ["team/*", "team/tcss", true],
    ["**", "team/sub/tcss", true],
    ["team/**", "team/sub/tcss", true],
    ["**/tcss", "tcss", true],
    ["mein Konto", "mein Konto", true],
    ["生产-?", "生产-1", true],
    ["?", "𝒳", true],
    ["[𝒳-𝒵]", "𝒴", true],
    ["tcss[[]0]", "tcss[0]", true],
    ["tcss[0]", "tcss[0]", false],
    ["tcss\\*", "tcss*", true],
    ["tcss\\*", "tcss-main", false],
    ["tcss[*]", "tcss*", true],
    ["[]a]", "]", true],
    ["[!]a]", "]", false],
    ["[a\\-c]", "-", true],
    ["[a\\-c]", "b", false],
    ["a,b", "a,b", true],
    ["tcss (eu)", "tcss (eu)", true],
    ["\\!x", "!x", true],
    ["x!", "x!", true],
    ["/x", "/x", true],
  ];
  for (const [glob, name, matches] of cases)
    it(`${glob} ${matches ? "matches" : "does not match"} ${name}`, () => {
      assert.equal(problemOfTextGlob(glob), undefined);
      assert.equal(matchesGlob(glob, name), matches);
    });

  for (const glob of ["", " ", " x", "@(a+)+b", "[a", "{a", "a**", "[^a]", "!x"])
    it(`is refused where it is ${JSON.stringify(glob)}`, () =>
      assert.notEqual(problemOfTextGlob(glob), undefined));
});

describe("every glob", () => {
  /** Pieces of patterns, each with the regular expression that says the same. */
  const piece = fc.constantFrom(
    ["a", "a"],
    ["b", "b"],
    ["-", "-"],
    ["*", "[^/]*"],
    ["?", "[^/]"],
    ["[ab]", "[ab]"],
    ["[!ab]", "[^ab/]"],
    ["[a-c]", "[a-c]"],
    ["{a,bc}", "(?:a|bc)"],
    ["{,*c}", "(?:|[^/]*c)"],
  );
  const part = fc
    .array(piece, { minLength: 1, maxLength: 6 })
    .map((pieces) => [pieces.map(([glob]) => glob).join(""), pieces.map(([, regex]) => regex).join("")])
    // two stars side by side mean something else
    .filter(([glob = ""]) => !/\*\*|\*\{,\*|,\*c\}\*/.test(glob));
  const name = fc.string({ unit: fc.constantFrom("a", "b", "c", "-"), maxLength: 8 });

  it("matches what the regular expression of its pieces matches", () =>
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 3 }),
        fc.array(name, { minLength: 1, maxLength: 3 }),
        (parts, names) => {
          const glob = parts.map(([text]) => text).join("/");
          fc.pre(problemOfTextGlob(glob) === undefined);
          const expected = new RegExp(`^${parts.map(([, regex]) => regex).join("/")}$`).test(names.join("/"));
          assert.equal(matchesGlob(glob, names.join("/")), expected, `${glob} on ${names.join("/")}`);
        },
      ),
      { numRuns: 2000 },
    ));

  it("that is good and plain matches itself alone", () =>
    fc.assert(
      fc.property(name, name, (one, other) => {
        fc.pre(one !== "");
        assert.equal(matchesGlob(one, one), true);
        assert.equal(matchesGlob(one, other), one === other);
      }),
    ));

  it("is refused or matched, and never fails otherwise", () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."ab*?[]{}!^,-/\\()@+|.~ \u200b") }),
        fc.string(),
        (glob, text) => {
          if (problemOfStackGlob(glob) === undefined)
            assert.equal(typeof matchesStack(glob, text), "boolean");
          if (problemOfTextGlob(glob) === undefined) assert.equal(typeof matchesGlob(glob, text), "boolean");
        },
      ),
      { numRuns: 2000 },
    ));

  it("with many stars ends: trying every way to share a name among them would not", () => {
    for (const glob of [
      `${"*a".repeat(240)}*b`,
      `${"*?".repeat(240)}*b`,
      `${"**/a/".repeat(80)}b`,
      `${"*[ab]".repeat(99)}`,
    ]) {
      assert.equal(matchesGlob(glob, "a".repeat(5_000)), /\[ab\]$/.test(glob));
      assert.equal(matchesGlob(glob, "a/".repeat(5_000)), false);
    }
  });
});
