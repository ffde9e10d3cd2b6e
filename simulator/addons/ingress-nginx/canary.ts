import type { HttpRequest } from '../../kernel/serving/http-server.ts';
import { compileRe2, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { CanaryRule } from './annotations.ts';
import { cookieOf } from './cookies.ts';
import type { BackendRef, Location } from './routes.ts';

/** The backend that a canary takes this request to; undefined: none. Models rootfs/etc/nginx/lua/balancer.lua. */
export function chosenBackend(
	{ canaries }: Location,
	request: HttpRequest,
	random: () => number,
): BackendRef | undefined {
	const [canary] = canaries;
	return canary !== undefined && isChosen(canary.rule, request, random) ? canary.backend : undefined;
}

/** The header decides, then the cookie, then chance. */
function isChosen(rule: CanaryRule, request: HttpRequest, random: () => number): boolean {
	const header = rule.header === '' ? undefined : request.headers.get(rule.header);
	if (header !== undefined) {
		if (rule.headerValue !== '') {
			if (header === rule.headerValue) return true;
		} else if (rule.headerPattern !== '') {
			if (matches(rule.headerPattern, header)) return true;
		} else if (header === 'always' || header === 'never') return header === 'always';
	}
	const cookie = rule.cookie === '' ? undefined : cookieOf(request, rule.cookie);
	if (cookie === 'always' || cookie === 'never') return cookie === 'always';
	return random() % Math.max(rule.weightTotal, 1) < rule.weight;
}

function matches(pattern: string, text: string): boolean {
	try {
		return compileRe2(pattern).test(text);
	} catch (error) {
		if (error instanceof RegexpSyntaxError) return false;
		throw error;
	}
}
