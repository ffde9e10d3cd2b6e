/** Ends one transfer: "curl: (7) text". */
export class CurlFailure extends Error {
	readonly code: number;
	constructor(code: number, text: string) {
		super(text);
		this.code = code;
	}
}

/** What a verification failure is followed by. */
export const CA_ADVICE = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.`;
