/** Where the site is reached when a proxy stands before it (`PUBLIC_URL`); undefined: where the request says. */
export function publicUrl(): string | undefined {
	return process.env.PUBLIC_URL || undefined;
}

/**
 * The origin that links in mails lead to. Never what a request says of itself: whoever asks for another's mail could
 * choose where its secret goes.
 */
export function mailLinkOrigin(): string {
	const url = publicUrl();
	return url === undefined ? `http://localhost:${process.env.PORT ?? 3000}` : new URL(url).origin;
}
