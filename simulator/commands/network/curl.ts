import type { Task } from '../../machinery/task.ts';
import type { UnixRun } from '../unix-command.ts';
import { unixCommand } from '../unix-command.ts';
import { allOptions } from './curl-config.ts';
import { CookieJar } from './curl-cookies.ts';
import { CurlFailure } from './curl-failure.ts';
import { globUrls } from './curl-glob.ts';
import { curlHelp } from './curl-help.ts';
import type { CurlOptions, GivenOption } from './curl-options.ts';
import { CurlUsageError, curlOperations } from './curl-options.ts';
import { type Assignment, Transfer } from './curl-single.ts';

const TRY_HELP = "curl: try 'curl --help' or 'curl --manual' for more information\n";

/** curl 8.5.0: HTTP/1.1 only. Differs: -Z transfers one after the other. */
export const curl = unixCommand({
	name: 'curl',
	paths: ['/usr/bin/curl'],
	size: 301_584,
	*main(run) {
		let given: readonly GivenOption[];
		try {
			given = yield* allOptions(run.process, run.args, (text) => run.say(`Warning: ${text}\n`));
		} catch (error) {
			if (!(error instanceof CurlUsageError)) throw error;
			yield* run.say(`curl: ${error.message}\n${TRY_HELP}`);
			return error.message.startsWith('cannot read') ? 26 : 2;
		}
		const special = given.find(({ key }) => key === 'version' || key === 'help');
		if (special !== undefined) {
			yield* run.out.write(special.key === 'version' ? VERSION : curlHelp(special.value));
			return 0;
		}
		const operations = curlOperations(given);
		let status = 0;
		let index = 0;
		for (const options of operations) {
			const assignments = yield* assigned(run, options);
			if (assignments === undefined) return 2;
			const jar = new CookieJar();
			for (const each of assignments) {
				let result: { status: number; next: number };
				try {
					result = yield* transferAll(run, options, each, jar, index);
				} catch (error) {
					if (!(error instanceof CurlFailure)) throw error;
					if (!options.values.silent || options.values.showError)
						yield* run.say(`curl: (${error.code}) ${error.message}\n`);
					return error.code;
				}
				index = result.next;
				status = result.status;
				if (status !== 0 && options.values.failEarly) return status;
			}
		}
		return status;
	},
});

/** What each URL is written to and sent, in order; undefined when there is none, which has been told. */
function* assigned(run: UnixRun, { values, given }: CurlOptions): Task<readonly Assignment[] | undefined> {
	const urls = given.filter(({ key }) => key === 'url').map(({ value = '' }) => value);
	const outputs = given.filter(({ key }) => key === 'output' || key === 'remoteName');
	const uploads = given.filter(({ key }) => key === 'upload');
	if (urls.length === 0) {
		yield* run.say(run.args.length === 0 ? TRY_HELP : `curl: (2) no URL specified\n${TRY_HELP}`);
		return undefined;
	}
	if (outputs.length > urls.length && !values.silent) yield* run.say('Warning: Got more output options than URLs\n');
	return urls.map((url, at) => {
		const own = outputs[at];
		const output =
			own === undefined
				? values.remoteNameAll
					? 'remote'
					: undefined
				: own.key === 'remoteName'
					? 'remote'
					: { name: own.value ?? '' };
		return { url, output, upload: uploads[at]?.value };
	});
}

/** The URLs of one word. Throws CurlFailure of its braces. */
function* transferAll(
	run: UnixRun,
	options: CurlOptions,
	assignment: Assignment,
	jar: CookieJar,
	first: number,
): Task<{ status: number; next: number }> {
	let status = 0;
	let next = first;
	for (const { url, parts } of globUrls(assignment.url, options.values.globoff === true)) {
		yield* run.process.tick();
		status = yield* new Transfer(run, options, { ...assignment, url }, { index: next++, parts, jar }).run();
		if (status !== 0 && options.values.failEarly) break;
	}
	return { status, next };
}

const VERSION = `curl 8.5.0 (x86_64-pc-linux-gnu) libcurl/8.5.0 OpenSSL/3.0.13 zlib/1.3 brotli/1.1.0 zstd/1.5.5 libidn2/2.3.7 libpsl/0.21.2 (+libidn2/2.3.7) libssh/0.10.6/openssl/zlib nghttp2/1.59.0 librtmp/2.3 OpenLDAP/2.6.7
Release-Date: 2023-12-06, security patched: 8.5.0-2ubuntu10.6
Protocols: http https
Features: alt-svc AsynchDNS HTTPS-proxy IDN IPv6 Largefile SSL
`;
