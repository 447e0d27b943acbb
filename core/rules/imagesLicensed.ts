import { unlicensedImages } from "../model/derived";
import { countIn, type FieldFacts } from "./fields";
import { type Rule, unverifiable, violated } from "./rule";

export interface ImagesLicensedSettings {
  /** Images without a license that are accepted. */
  readonly maxUnlicensedImages: number;
}

export interface ImagesLicensedFacts {
  readonly unknown: FieldFacts;
  readonly unlicensed: {
    readonly unlicensedImages: number;
    readonly images: number;
    readonly maxUnlicensedImages: number;
    /** Absent where the reply lacks a count that it follows from. */
    readonly unusedLicenses?: number | undefined;
  };
}

export const imagesLicensed: Rule<ImagesLicensedSettings, ImagesLicensedFacts> = {
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
  evaluate({ reading }, { maxUnlicensedImages }) {
    const images = countIn(reading, "imageCnt");
    if (typeof images !== "number") return unverifiable("unknown", { problem: images });
    const licensed = countIn(reading, "authorizedImageCnt");
    if (typeof licensed !== "number") return unverifiable("unknown", { problem: licensed });
    const unlicensed = unlicensedImages(images, licensed);
    if (unlicensed <= maxUnlicensedImages) return undefined;
    return violated("unlicensed", {
      unlicensedImages: unlicensed,
      images,
      maxUnlicensedImages,
      unusedLicenses: reading.unusedImageLicenseCnt,
    });
  },
};
