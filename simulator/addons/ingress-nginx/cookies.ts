import type { HttpRequest } from '../../kernel/serving/http-server.ts';

/** The value of a cookie that the client shows. */
export function cookieOf(request: HttpRequest, name: string): string | undefined {
	for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
		const [key = '', ...value] = pair.trim().split('=');
		if (key === name) return value.join('=');
	}
	return undefined;
}
