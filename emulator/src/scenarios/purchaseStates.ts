import { addDays, beijingDay, beijingTime } from "./beijingTime";

// What a license says. The cores that there are and that are protected follow from the scenario's assets.

/** The fields of one reply by their API names, `RequestId` left out. Any JSON value may stand for a field. */
export type Fields = Record<string, unknown>;

/** The API document's own reply; only its dates move, so that it began 30 days ago and lasts 91 days as there. */
export function example(now: Date): Fields {
  return {
    AuthorizedCoresCnt: 147,
    AuthorizedImageCnt: 287756,
    AutomaticRenewal: 194,
    BeginTime: beijingDay(now, -30, "13:01:18"),
    CurrentFlexibleCoresCnt: 0,
    DefendPolicy: "Part",
    ExpirationTime: beijingDay(now, 61, "13:01:18"),
    FlexibleCoresLimit: 5000,
    GivenAuthorizedCnt: 0,
    GivenAuthorizedCoresCnt: 0,
    ImageCnt: 291209,
    InquireKey: "sv_yunjing_css_pem",
    PurchasedAuthorizedCnt: 300000,
    State: 3,
    SubState: "NORMAL",
    TrialCoresCnt: 0,
  };
}

/** Everything bought is in use, everything there is protected, and it renews itself: nothing to complain about. */
export function healthy(now: Date): Fields {
  return {
    AuthorizedCoresCnt: 128,
    AuthorizedImageCnt: 1200,
    AutomaticRenewal: 1,
    BeginTime: beijingTime(addDays(now, -90)),
    CurrentFlexibleCoresCnt: 0,
    DefendPolicy: "Part",
    ExpirationTime: beijingTime(addDays(now, 275)),
    FlexibleCoresLimit: 5000,
    GivenAuthorizedCnt: 0,
    GivenAuthorizedCoresCnt: 0,
    ImageCnt: 1200,
    InquireKey: "sv_yunjing_css_pem",
    PurchasedAuthorizedCnt: 1200,
    State: 3,
    SubState: "NORMAL",
    TrialCoresCnt: 0,
  };
}

/** Five whole days left (and a half, so that a slow reader still counts five), and nobody will renew it. */
export function expiring(now: Date): Fields {
  return {
    ...healthy(now),
    AutomaticRenewal: 2,
    BeginTime: beijingTime(addDays(now, -359.5)),
    ExpirationTime: beijingTime(addDays(now, 5.5)),
  };
}

/** Expired three days ago and switched off; what was bought is kept, so that renewing restores it. */
export function expiredIsolated(now: Date): Fields {
  return {
    ...healthy(now),
    AutomaticRenewal: 2,
    BeginTime: beijingTime(addDays(now, -368)),
    ExpirationTime: beijingTime(addDays(now, -3)),
    State: 4,
    SubState: "ISOLATE",
  };
}

/** Expired 30 days ago and destroyed: nothing of what was bought is left. */
export function expiredTerminated(now: Date): Fields {
  return {
    ...expiredIsolated(now),
    AuthorizedCoresCnt: 0,
    AuthorizedImageCnt: 0,
    BeginTime: beijingTime(addDays(now, -395)),
    ExpirationTime: beijingTime(addDays(now, -30)),
    FlexibleCoresLimit: 0,
    PurchasedAuthorizedCnt: 0,
    SubState: "TERMINATED",
  };
}

/** Everything is protected, by a trial that has 20 days left. */
export function trial(now: Date): Fields {
  return {
    ...healthy(now),
    AuthorizedCoresCnt: 0,
    AutomaticRenewal: 0,
    BeginTime: beijingTime(addDays(now, -10)),
    ExpirationTime: beijingTime(addDays(now, 20.5)),
    FlexibleCoresLimit: 0,
    GivenAuthorizedCnt: 1200,
    GivenAuthorizedCoresCnt: 128,
    PurchasedAuthorizedCnt: 0,
    State: 2,
    TrialCoresCnt: 128,
  };
}

/** Machines run, nobody ever bought or tried the product. */
export function notPurchased(now: Date): Fields {
  return {
    ...healthy(now),
    AuthorizedCoresCnt: 0,
    AuthorizedImageCnt: 0,
    AutomaticRenewal: 0,
    BeginTime: "",
    DefendPolicy: "",
    ExpirationTime: "",
    FlexibleCoresLimit: 0,
    InquireKey: "",
    PurchasedAuthorizedCnt: 0,
    State: 0,
    SubState: "",
  };
}

/** A large company: the assets of `many-assets` have 169,883 cores; 5,000 more are bought than the 113,238 that are protected. */
export function manyCores(now: Date): Fields {
  return { ...healthy(now), AuthorizedCoresCnt: 118_238 };
}
