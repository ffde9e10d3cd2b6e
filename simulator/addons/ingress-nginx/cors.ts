import type { HttpRequest } from '../../kernel/serving/http-server.ts';
import { compileRe2, quoteRegexp } from '../../machinery/regexp.ts';
import type { CorsOptions } from './routes.ts';

/** @param preflight whether it answers an OPTIONS request. Models rootfs/etc/nginx/template CORS. */
export function corsHeaders(
	cors: CorsOptions,
	request: HttpRequest,
	preflight: boolean,
): readonly (readonly [string, string])[] {
	const origin = request.headers.get('origin') ?? '';
	const isOpen = cors.origins.includes('*');
	if (!isOpen && !cors.origins.some((each) => originMatches(each, origin))) return [];
	return [
		['Access-Control-Allow-Origin', isOpen ? '*' : origin],
		...(cors.credentials ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
		['Access-Control-Allow-Methods', cors.methods],
		['Access-Control-Allow-Headers', cors.headers],
		...(cors.exposed === '' ? [] : [['Access-Control-Expose-Headers', cors.exposed] as const]),
		['Access-Control-Max-Age', String(cors.maxAge)],
		...(preflight ? [['Content-Length', '0'] as const] : []),
	];
}

/** "https://*.example.com" stands for one label. */
function originMatches(allowed: string, origin: string): boolean {
	if (!allowed.includes('*')) return allowed === origin;
	return compileRe2(`^${quoteRegexp(allowed).replaceAll('\\*', '[A-Za-z0-9\\-]+')}$`).test(origin);
}
