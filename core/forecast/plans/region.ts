/** Whether the text looks like a region: `ap-guangzhou`. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,5}(-[a-z0-9]{1,20}){1,3}$/.test(text);
}
