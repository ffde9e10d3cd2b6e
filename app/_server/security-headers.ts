/**
 * The headers that every answer carries. Scripts: ours, and inline ones, because Next puts its data into the page as
 * inline scripts and prerendered pages cannot carry a nonce; no `eval` but WebAssembly (and React's in development).
 * Styles inline: xterm and the editor set them. Nothing is loaded from another site.
 */
export function securityHeaders(dev: boolean, https: boolean): Readonly<Record<string, string>> {
	const policy = [
		"default-src 'self'",
		`script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'${dev ? " 'unsafe-eval'" : ''}`,
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' data: blob:",
		"font-src 'self' data:",
		"connect-src 'self'",
		"worker-src 'self' blob:",
		"object-src 'none'",
		"base-uri 'self'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	];
	return {
		'Content-Security-Policy': policy.join('; '),
		'X-Content-Type-Options': 'nosniff',
		'X-Frame-Options': 'DENY',
		'Referrer-Policy': 'strict-origin-when-cross-origin',
		'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
		'Cross-Origin-Opener-Policy': 'same-origin',
		'Cross-Origin-Resource-Policy': 'same-origin',
		...(https && { 'Strict-Transport-Security': 'max-age=31536000' }),
	};
}
