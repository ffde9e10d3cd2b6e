import type { ApiServer } from '../api-server.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';
import { textResponse } from '../verbs/response.ts';

/** Profiles that a Go program keeps of itself. */
const PROFILES: readonly string[] = ['allocs', 'block', 'goroutine', 'heap', 'mutex', 'threadcreate'];
const ROOT = '/debug/pprof';

/**
 * What --profiling serves. Models apiserver/pkg/server/routes Profiling. Differs: the profiles themselves are empty, and
 * the page's words are our own.
 */
export function serveProfiling(server: ApiServer, request: ApiRequest): ApiResponse | undefined {
	const { path } = request;
	if (!server.isProfiled || (path !== ROOT && !path.startsWith(`${ROOT}/`))) return undefined;
	if (path === ROOT) {
		return { status: 301, headers: new Map([['location', `${ROOT}/`]]), body: new Uint8Array(0) };
	}
	const name = path.slice(ROOT.length + 1);
	if (name === '') return textResponse(200, INDEX, 'text/html; charset=utf-8');
	if (name === 'cmdline') return textResponse(200, server.commandLine.join('\0'), 'text/plain; charset=utf-8');
	if (name === 'symbol') return textResponse(200, 'num_symbols: 1\n', 'text/plain; charset=utf-8');
	if (name !== 'profile' && name !== 'trace' && !PROFILES.includes(name)) {
		return textResponse(404, 'Unknown profile\n', 'text/plain; charset=utf-8');
	}
	const isText = (request.query.get('debug') ?? []).some((value) => value !== '0');
	return isText
		? textResponse(200, `${name} profile: total 0\n`, 'text/plain; charset=utf-8')
		: textResponse(200, '', 'application/octet-stream');
}

const INDEX = `<html>
<head>
<title>${ROOT}/</title>
</head>
<body>
${ROOT}/
<br>
<table>
<thead><td>Count</td><td>Profile</td></thead>
${PROFILES.map((name) => `<tr><td>0</td><td><a href='${name}?debug=1'>${name}</a></td></tr>`).join('\n')}
</table>
</body>
</html>
`;
