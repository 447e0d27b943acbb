/** A SecretId of Tencent's as it stands anywhere in a text. */
const SECRET_ID = /AKID[0-9A-Za-z]{12,}/g;

/** Whether `text` has the shape of a SecretId in it. */
export function holdsSecretId(text: string): boolean {
  return text.search(SECRET_ID) >= 0;
}

/** The name of a property as it may stand in a message: a user may have mixed up name and value. */
export function shownName(name: string): string {
  return name.replace(SECRET_ID, "[secret]");
}
