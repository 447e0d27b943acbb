import type { PurchaseState } from "pulumi-tcss/internal";
import { isCount } from "../../present/counts";
import { type Bar, barChart } from "./bars";
import { html, type Markup } from "./markup";

/** Which images hold a license, and which licenses no image uses. */
export function imageLicenses(purchaseState: PurchaseState): Markup {
  const bars = [imagesBar(purchaseState), licensesBar(purchaseState)].filter((bar) => bar !== undefined);
  return html`<h3>Image licenses</h3>
${
  bars.length === 0
    ? html`<p class="none">The reply does not hold the counts of images and licenses.</p>`
    : barChart({ unit: ["piece", "pieces"], bars })
}`;
}

function imagesBar({ imageCnt, authorizedImageCnt, unlicensedImageCnt }: PurchaseState): Bar | undefined {
  if (!isCount(imageCnt) || !isCount(authorizedImageCnt) || !isCount(unlicensedImageCnt)) return undefined;
  return {
    label: "Images in the account",
    total: imageCnt,
    segments: [
      { name: "Licensed", count: authorizedImageCnt, tone: "good" },
      { name: "Unlicensed", count: unlicensedImageCnt, tone: "bad" },
    ],
  };
}

function licensesBar({
  purchasedAuthorizedCnt: bought,
  givenAuthorizedCnt: given,
  authorizedImageCnt,
  unusedImageLicenseCnt,
}: PurchaseState): Bar | undefined {
  if (!isCount(bought) || !isCount(given)) return undefined;
  if (!isCount(authorizedImageCnt) || !isCount(unusedImageLicenseCnt)) return undefined;
  return {
    label: "Licenses",
    total: bought + given,
    segments: [
      { name: "In use", count: authorizedImageCnt, tone: "good" },
      { name: "Unused", count: unusedImageLicenseCnt, tone: "spare" },
    ],
  };
}
