import assert from "node:assert/strict";
import { imagesLicensed } from "../../../../core/rules/imagesLicensed";
import { lacks } from "../../support/lacks";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { type Said, said } from "../../support/said";

function judged(changes: Record<string, unknown>, maxUnlicensedImages = 0): Said | undefined {
  return said(imagesLicensed, { ...EXAMPLE, ...changes }, { maxUnlicensedImages }, DURING_LICENCE);
}

/** Changes to the example after which 10 images are licensed, `unlicensed` are not, and `unused` licenses are left. */
function images(unlicensed: number, unused: number): Record<string, unknown> {
  return {
    ImageCnt: 10 + unlicensed,
    AuthorizedImageCnt: 10,
    PurchasedAuthorizedCnt: 10,
    GivenAuthorizedCnt: unused,
  };
}

describe("TCSS006 images-licensed", () => {
  it("is advisory, of medium severity, needs protection and accepts no image", () => {
    const { id, name, defaultLevel, severity, skippedWhenInactive, settings } = imagesLicensed;
    const { type, default: value, minimum } = settings.maxUnlicensedImages;
    assert.deepEqual(
      { id, name, defaultLevel, severity, skippedWhenInactive, settings: Object.keys(settings) },
      {
        id: "TCSS006",
        name: "images-licensed",
        defaultLevel: "advisory",
        severity: "medium",
        skippedWhenInactive: true,
        settings: ["maxUnlicensedImages"],
      },
    );
    assert.deepEqual({ type, value, minimum }, { type: "integer", value: 0, minimum: 0 });
  });
});

describe("TCSS006 images-licensed does not fire", () => {
  const cases: [why: string, changes: Record<string, unknown>, accepted: number][] = [
    ["when every image holds a license", images(0, 0), 0],
    ["when there is no image", { ImageCnt: 0, AuthorizedImageCnt: 0 }, 0],
    ["when more images are licensed than there are", { ImageCnt: 10, AuthorizedImageCnt: 11 }, 0],
    ["when as many lack a license as are accepted", images(5, 0), 5],
    ["when fewer lack a license than are accepted", images(5, 0), 6],
    ["when any number is accepted", {}, Number.MAX_SAFE_INTEGER],
  ];
  for (const [why, changes, accepted] of cases)
    it(why, () => assert.equal(judged(changes, accepted), undefined));
});

describe("TCSS006 images-licensed is violated", () => {
  const cases: [why: string, changes: Record<string, unknown>, accepted: number, message: string][] = [
    [
      "by the API document's example",
      {},
      0,
      "3,453 of 291,209 images lack a license. 12,244 unused licenses could cover them all: assign them in the TCSS console.",
    ],
    [
      "by the only image",
      { ImageCnt: 1, AuthorizedImageCnt: 0, PurchasedAuthorizedCnt: 0 },
      0,
      "1 of 1 image lacks a license. No license is unused, so a purchase is needed.",
    ],
    [
      "by one image, with one license unused",
      images(1, 1),
      0,
      "1 of 11 images lacks a license. 1 unused license could cover it: assign one in the TCSS console.",
    ],
    [
      "by one image, with two licenses unused",
      images(1, 2),
      0,
      "1 of 11 images lacks a license. 2 unused licenses could cover it: assign one in the TCSS console.",
    ],
    [
      "by two images, with none unused",
      images(2, 0),
      0,
      "2 of 12 images lack a license. No license is unused, so a purchase is needed.",
    ],
    [
      "by two images, with one unused",
      images(2, 1),
      0,
      "2 of 12 images lack a license. 1 unused license could cover one; the other 1 would need a purchase.",
    ],
    [
      "by two images, with two unused",
      images(2, 2),
      0,
      "2 of 12 images lack a license. 2 unused licenses could cover them all: assign them in the TCSS console.",
    ],
    [
      "by many images, with some unused",
      images(3000, 2),
      0,
      "3,000 of 3,010 images lack a license. 2 unused licenses could cover as many; the other 2,998 would need a purchase.",
    ],
    [
      "by one image more than the one that is accepted",
      images(2, 0),
      1,
      "2 of 12 images lack a license (1 is accepted). No license is unused, so a purchase is needed.",
    ],
    [
      "by one image more than the many that are accepted",
      images(1501, 2000),
      1500,
      "1,501 of 1,511 images lack a license (1,500 are accepted). 2,000 unused licenses could cover them all: assign them in the TCSS console.",
    ],
    [
      "by more used licenses than there are",
      { ...images(2, 0), PurchasedAuthorizedCnt: 9 },
      0,
      "2 of 12 images lack a license. No license is unused, so a purchase is needed.",
    ],
    [
      "by an absurd number of images",
      { ImageCnt: Number.MAX_SAFE_INTEGER, AuthorizedImageCnt: 0, PurchasedAuthorizedCnt: 1 },
      0,
      "9,007,199,254,740,991 of 9,007,199,254,740,991 images lack a license. 1 unused license could cover one; the other 9,007,199,254,740,990 would need a purchase.",
    ],
    ...["PurchasedAuthorizedCnt", "GivenAuthorizedCnt"].flatMap((field) =>
      [undefined, null, "3", -1].map((value): [string, Record<string, unknown>, number, string] => [
        `when ${field} is ${JSON.stringify(value) ?? "absent"}`,
        { [field]: value },
        0,
        "3,453 of 291,209 images lack a license. Assign unused licenses in the TCSS console, or buy more; how many are unused cannot be determined from this reply.",
      ]),
    ),
  ];
  for (const [why, changes, accepted, message] of cases)
    it(why, () => assert.deepEqual(judged(changes, accepted), { outcome: "violated", message }));
});

describe("TCSS006 images-licensed cannot be verified", () => {
  const cases: [changes: Record<string, unknown>, problem: string][] = [
    ...["ImageCnt", "AuthorizedImageCnt"].flatMap((field) => [
      ...[undefined, null, "3", 1.5].map((value): [Record<string, unknown>, string] => [
        { [field]: value },
        lacks(field, value),
      ]),
      [{ [field]: -1 }, `${field} is -1 and must not be negative`] as [Record<string, unknown>, string],
    ]),
    [{ ImageCnt: null, AuthorizedImageCnt: -1200 }, "the reply holds no ImageCnt"],
    [{ AuthorizedImageCnt: -1200 }, "AuthorizedImageCnt is -1,200 and must not be negative"],
  ];
  for (const [changes, problem] of cases)
    for (const accepted of [0, Number.MAX_SAFE_INTEGER])
      it(`because ${problem} (${JSON.stringify(changes)}, ${accepted} accepted)`, () =>
        assert.deepEqual(judged(changes, accepted), {
          outcome: "unverifiable",
          message: `Image licenses cannot be verified: ${problem}.`,
        }));
});
