/** What is needed to ask an emulator; it is one itself. */
interface Asked {
  readonly endpoint: string;
  readonly secretId: string;
  readonly secretKey: string;
}

/** How the environment tells where an emulator is and who asks. */
export function emulatorAccess({ endpoint, secretId, secretKey }: Asked): Record<string, string> {
  return {
    TENCENTCLOUD_TCSS_ENDPOINT: endpoint,
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
  };
}
