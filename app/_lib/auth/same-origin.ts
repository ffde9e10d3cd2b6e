/**
 * Whether a request that changes something comes from a page of ours: browsers send `Origin` with those, and a page
 * elsewhere cannot forge it. `publicUrl` is the site's address behind a proxy; otherwise the `Host` asked for counts.
 */
export function isSameOrigin(origin: string | null, host: string | null, publicUrl: string | undefined): boolean {
	if (origin === null || origin === '' || origin === 'null') return false;
	if (publicUrl !== undefined) return origin === new URL(publicUrl).origin;
	const parsed = parse(origin);
	return parsed !== null && host !== null && parsed.host === host;
}

function parse(url: string): URL | null {
	try {
		return new URL(url);
	} catch {
		return null;
	}
}
