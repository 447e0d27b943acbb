import type { ImagesLicensedFacts } from "../../rules/imagesLicensed";
import type { WordsFor } from "../sentences";
import { unverified } from "./fields";
import { accepted, counted, figure } from "./numbers";

export const imagesLicensed: WordsFor<ImagesLicensedFacts> = {
  unknown: unverified("Image licenses"),
  unlicensed: ({ unlicensedImages, images, maxUnlicensedImages, unusedLicenses }) => ({
    message: `${figure(unlicensedImages)} of ${counted(images, "image")} ${unlicensedImages === 1 ? "lacks" : "lack"} a license${accepted(maxUnlicensedImages)}.`,
    advice: cover(unusedLicenses, unlicensedImages),
  }),
};

function cover(unused: number | undefined, unlicensed: number): string {
  if (unused === undefined)
    return "Assign unused licenses in the TCSS console, or buy more; how many are unused cannot be determined from this reply.";
  if (unused === 0) return "No license is unused, so a purchase is needed.";
  const licenses = `${counted(unused, "unused license")} could cover`;
  const left = unlicensed - unused;
  return left <= 0
    ? `${licenses} ${unlicensed === 1 ? "it" : "them all"}: assign ${unlicensed === 1 ? "one" : "them"} in the TCSS console.`
    : `${licenses} ${unused === 1 ? "one" : "as many"}; the other ${figure(left)} would need a purchase.`;
}
