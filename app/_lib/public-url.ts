/** Where the site is reached when a proxy stands before it (`PUBLIC_URL`); undefined: where the request says. */
export function publicUrl(): string | undefined {
	return process.env.PUBLIC_URL || undefined;
}
