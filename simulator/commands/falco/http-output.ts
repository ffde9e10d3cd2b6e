import { type Process, SystemError } from '../../kernel/process-api.ts';
import { parseUrl } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { callHttp, type HttpCallOutcome } from '../network/http-call.ts';
import type { HttpOutputSettings } from './configuration.ts';

/** libcurl's own for connecting. */
const CONNECT_MS_MAX = 300_000;

/**
 * Posts one alert as falco has libcurl do it. Models falco outputs_http.cpp output.
 * Differs: a connection for each alert, no client certificates, no compression; one that a signal finds under way is lost.
 * @returns what libcurl says went wrong; whatever the answer's status is, it is none.
 */
export function* postAlert(
	process: Process,
	settings: HttpOutputSettings,
	line: string,
	isJson: boolean,
): Task<string | undefined> {
	const { url: text, userAgent, insecure, authoritiesFile, echo, timeoutsMax } = settings;
	const url = parseUrl(text.includes('://') ? text : `http://${text}`);
	if (url === undefined) return 'URL using bad/illegal format or missing URL';
	if (url.scheme !== 'http' && url.scheme !== 'https') return 'Unsupported protocol';
	const call = {
		url,
		method: 'POST',
		headers: [
			['User-Agent', userAgent],
			['Accept', '*/*'],
			['Content-Type', isJson ? 'application/json' : 'text/plain'],
		],
		body: encodeUtf8(line),
		connectMsMax: CONNECT_MS_MAX,
		insecure,
		...(authoritiesFile === '' ? {} : { authoritiesFile }),
	} as const;
	try {
		for (let timeouts = 0; ; timeouts++) {
			const outcome = yield* callHttp(process, call);
			if (outcome.kind === 'timeout' && timeouts < timeoutsMax) continue;
			if (outcome.kind === 'answer' && echo) yield* process.write(1, outcome.body);
			return PROBLEMS.get(outcome.kind);
		}
	} catch (error) {
		if (error instanceof SystemError && error.errno === 'EINTR') return undefined;
		throw error;
	}
}

/** Models curl lib/strerror.c curl_easy_strerror. */
const PROBLEMS: ReadonlyMap<HttpCallOutcome['kind'], string> = new Map([
	['unknown host', "Couldn't resolve host name"],
	['refused', "Couldn't connect to server"],
	['timeout', 'Timeout was reached'],
	['no authorities', 'Problem with the SSL CA cert (path? access rights?)'],
	['untrusted', 'SSL peer certificate or SSH remote key was not OK'],
	['no tls', 'SSL connect error'],
	['nothing', 'Server returned nothing (no headers, no data)'],
	['no http', 'Weird server reply'],
	['broken', 'Failure when receiving data from the peer'],
]);
