import type { PurchaseState } from "../purchaseState";
import { type Rule, unverifiable, violated } from "./rule";
import { counted, figure, isAre, unusable } from "./words";

export interface ImagesLicensedSettings {
  /** Images without a licence that are accepted. */
  readonly maxUnlicensedImages: number;
}

export const imagesLicensed: Rule<ImagesLicensedSettings> = {
  id: "TCSS006",
  name: "images-licensed",
  title: "Every image must hold a licence",
  why: "TCSS scans images that hold a licence. What runs from an unlicensed image was never checked for vulnerabilities, malware or secrets.",
  severity: "medium",
  defaultLevel: "advisory",
  remediation: [
    "Give unused licences to the unlicensed images in the TCSS console; that costs nothing more.",
    "Buy licences for the rest, or delete images that nobody uses.",
    "Where some images need no scan, set maxUnlicensedImages to their number.",
  ],
  settings: {
    maxUnlicensedImages: {
      type: "integer",
      default: 0,
      minimum: 0,
      description: "Images without a licence that are accepted. Unit: images.",
    },
  },
  needsProtection: true,
  judge(purchaseState, { maxUnlicensedImages }) {
    const { imageCnt, unlicensedImageCnt } = purchaseState;
    const problem = unusable(purchaseState, "imageCnt") ?? unusable(purchaseState, "authorizedImageCnt");
    if (problem !== undefined || unlicensedImageCnt === undefined || imageCnt === undefined)
      return unverifiable(`Image licences cannot be verified: ${problem}.`);
    if (unlicensedImageCnt <= maxUnlicensedImages) return undefined;
    const accepted =
      maxUnlicensedImages === 0
        ? ""
        : ` (${figure(maxUnlicensedImages)} ${isAre(maxUnlicensedImages)} accepted)`;
    return violated(
      `${figure(unlicensedImageCnt)} of ${counted(imageCnt, "image")} ${unlicensedImageCnt === 1 ? "lacks" : "lack"} a licence${accepted}.`,
      cover(purchaseState, unlicensedImageCnt),
    );
  },
};

function cover({ unusedImageLicenceCnt: unused }: PurchaseState, unlicensed: number): string {
  if (unused === undefined)
    return "Assign unused licences in the TCSS console, or buy more; how many are unused cannot be told from this reply.";
  if (unused === 0) return "No licence is unused, so a purchase is needed.";
  const licences = `${counted(unused, "unused licence")} could cover`;
  const left = unlicensed - unused;
  return left <= 0
    ? `${licences} ${unlicensed === 1 ? "it" : "them all"}: assign ${unlicensed === 1 ? "one" : "them"} in the TCSS console.`
    : `${licences} ${unused === 1 ? "one" : "as many"}; the other ${figure(left)} would need a purchase.`;
}
