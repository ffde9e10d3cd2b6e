import type { ApiRequest, ApiResponse } from '../request.ts';
import type { CachedDocument } from './discovery-cache.ts';

/** A cached document with its ETag; 304 when the client has it. */
export function cachedResponse(request: ApiRequest, document: CachedDocument, contentType: string): ApiResponse {
	const etag = `"${document.hash}"`;
	const headers = new Map([
		['cache-control', 'public'],
		['content-type', contentType],
		['etag', etag],
		['vary', 'Accept'],
	]);
	if (request.headers.get('if-none-match') === etag) return { status: 304, headers };
	return { status: 200, headers, body: document.body, encoded: document.bytes };
}
