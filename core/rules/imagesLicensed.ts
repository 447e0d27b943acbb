import type { PurchaseState } from "../model/purchaseState";
import { type Rule, unverifiable, violated } from "./rule";
import { counted, figure, isAre, unusable } from "./words";

export interface ImagesLicensedSettings {
  /** Images without a license that are accepted. */
  readonly maxUnlicensedImages: number;
}

export const imagesLicensed: Rule<ImagesLicensedSettings> = {
  id: "TCSS006",
  name: "images-licensed",
  title: "Every image must hold a license",
  rationale:
    "TCSS scans images that hold a license. What runs from an unlicensed image was never checked for vulnerabilities, malware or secrets.",
  severity: "medium",
  defaultLevel: "advisory",
  remediation: [
    "Give unused licenses to the unlicensed images in the TCSS console; that costs nothing more.",
    "Buy licenses for the rest, or delete images that nobody uses.",
    "Where some images need no scan, set maxUnlicensedImages to their number.",
  ],
  settings: {
    maxUnlicensedImages: {
      type: "integer",
      default: 0,
      minimum: 0,
      description: "Images without a license that are accepted. Unit: images.",
    },
  },
  skippedWhenInactive: true,
  evaluate(purchaseState, { maxUnlicensedImages }) {
    const { imageCnt, unlicensedImageCnt } = purchaseState;
    const problem = unusable(purchaseState, "imageCnt") ?? unusable(purchaseState, "authorizedImageCnt");
    if (problem !== undefined || unlicensedImageCnt === undefined || imageCnt === undefined)
      return unverifiable(`Image licenses cannot be verified: ${problem}.`);
    if (unlicensedImageCnt <= maxUnlicensedImages) return undefined;
    const accepted =
      maxUnlicensedImages === 0
        ? ""
        : ` (${figure(maxUnlicensedImages)} ${isAre(maxUnlicensedImages)} accepted)`;
    return violated(
      `${figure(unlicensedImageCnt)} of ${counted(imageCnt, "image")} ${unlicensedImageCnt === 1 ? "lacks" : "lack"} a license${accepted}.`,
      cover(purchaseState, unlicensedImageCnt),
    );
  },
};

function cover({ unusedImageLicenseCnt: unused }: PurchaseState, unlicensed: number): string {
  if (unused === undefined)
    return "Assign unused licenses in the TCSS console, or buy more; how many are unused cannot be determined from this reply.";
  if (unused === 0) return "No license is unused, so a purchase is needed.";
  const licenses = `${counted(unused, "unused license")} could cover`;
  const left = unlicensed - unused;
  return left <= 0
    ? `${licenses} ${unlicensed === 1 ? "it" : "them all"}: assign ${unlicensed === 1 ? "one" : "them"} in the TCSS console.`
    : `${licenses} ${unused === 1 ? "one" : "as many"}; the other ${figure(left)} would need a purchase.`;
}
