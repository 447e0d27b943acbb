import { parsePurchaseState } from "../../../../core/model/parse";
import { EXAMPLE } from "../../support/replies";

export const SECRET_ID = "AKIDunittestunittest";
export const SECRET_KEY = "unit-test-secret-key";
export const ENV = { TENCENTCLOUD_SECRET_ID: SECRET_ID, TENCENTCLOUD_SECRET_KEY: SECRET_KEY };

export const example = parsePurchaseState(EXAMPLE);
/** What `check` gives: inputs always hold the time of the reading. */
export const timed = { ...example, observedAt: "2024-10-01T12:34:56Z" };

/** An error of the API that is not worth another try. */
export const REFUSED = {
  Error: {
    Code: "AuthFailure.SignatureFailure",
    Message: "The provided credentials could not be validated.",
  },
  RequestId: "r-refused",
};
