/** A refusal in Tencent Cloud's own form: it becomes `Response.Error {Code, Message}` with HTTP 200. */
export class ApiError extends Error {
  constructor(
    /** For example `AuthFailure.SignatureFailure`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** A parameter, in the body or among the `X-TC-` headers, that every such request needs. */
export function missingParameter(name: string): ApiError {
  return new ApiError("MissingParameter", `The request is missing a required parameter \`${name}\`.`);
}
