/**
 * Where a page of ours goes on after the sign-in: what its address says after `next=`, if it is a page of this site;
 * "/me" otherwise. Nothing that a browser could take for another site's address: no scheme, no "//", no backslash.
 */
export function nextPath(search: string): string {
	const wanted = new URLSearchParams(search).get('next') ?? '';
	if (!/^\/(?![/\\])[^\\\p{Cc}\p{Cf}\p{Zs}]*$/u.test(wanted) || wanted.startsWith('/api/')) return '/me';
	const here = 'http://kubedrill.invalid';
	const url = URL.canParse(wanted, here) ? new URL(wanted, here) : undefined;
	if (url?.origin !== here || url.pathname.startsWith('//')) return '/me';
	return `${url.pathname}${url.search}${url.hash}`;
}
