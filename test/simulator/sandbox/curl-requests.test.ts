import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

/** What curl asks, as curl 7.88 (Debian 12) asked a server of the same answers, under the name of 8.5. */
const USUAL = 'Host: localhost:8123\nUser-Agent: curl/8.5.0\nAccept: */*\n';

const SETUP = `cd /tmp; printf 'X-F: 1\\nX-G: two\\n' > hdr; printf '0123456789' > part
printf '#HttpOnly_localhost\\tFALSE\\t/\\tFALSE\\t0\\tk\\tv\\nlocalhost\\tFALSE\\t/e\\tFALSE\\t4102444800\\tl\\tw\\n' > jar
printf 'machine localhost login u password p\\n' > netrc; printf 'header = "X-K: \\\\"1\\\\""\\n# no\\nuser-agent: ag\\n' > conf
serve() { printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\nConnection: close\\r\\n\\r\\nhi\\n' | nc -l -p 8123 > request & sleep 1; }
`;

test.each([
	['-r 0-4', `GET /e HTTP/1.1\nHost: localhost:8123\nRange: bytes=0-4\nUser-Agent: curl/8.5.0\nAccept: */*\n\n`],
	['-C 10', `GET /e HTTP/1.1\nHost: localhost:8123\nRange: bytes=10-\nUser-Agent: curl/8.5.0\nAccept: */*\n\n`],
	['-C - -o part', `GET /e HTTP/1.1\nHost: localhost:8123\nRange: bytes=10-\nUser-Agent: curl/8.5.0\nAccept: */*\n\n`],
	['-H @hdr', `GET /e HTTP/1.1\n${USUAL}X-F: 1\nX-G: two\n\n`],
	['-b jar', `GET /e HTTP/1.1\n${USUAL}Cookie: l=w; k=v\n\n`],
	['-b a=1 -b b=2', `GET /e HTTP/1.1\n${USUAL}Cookie: a=1;b=2\n\n`],
	['-j -b jar', `GET /e HTTP/1.1\n${USUAL}Cookie: l=w\n\n`],
	[
		'-z "Tue, 15 Nov 1994 12:45:26 GMT"',
		`GET /e HTTP/1.1\n${USUAL}If-Modified-Since: Tue, 15 Nov 1994 12:45:26 GMT\n\n`,
	],
	[
		'--netrc-file netrc',
		`GET /e HTTP/1.1\nHost: localhost:8123\nAuthorization: Basic dTpw\nUser-Agent: curl/8.5.0\nAccept: */*\n\n`,
	],
	['-K conf', `GET /e HTTP/1.1\nHost: localhost:8123\nUser-Agent: ag\nAccept: */*\nX-K: "1"\n\n`],
	['-G --data-urlencode "q=x y"', `GET /e?q=x+y HTTP/1.1\n${USUAL}\n`],
	[`--url-query 'a=b c'`, `GET /e?a=b+c HTTP/1.1\n${USUAL}\n`],
	[
		`--json '{"a":1}'`,
		`POST /e HTTP/1.1\nHost: localhost:8123\nUser-Agent: curl/8.5.0\nContent-Type: application/json\nAccept: application/json\nContent-Length: 7\n\n{"a":1}`,
	],
	[`--proto '=http,https' --tlsv1.2 --no-progress-meter`, `GET /e HTTP/1.1\n${USUAL}\n`],
])('curl %s: its request', (options, expected) => {
	const script = `${SETUP}serve; curl -s ${options} http://localhost:8123/e >/dev/null; tr -d '\\r' < request`;
	expect(newWorld('curl-requests').runScript({ name: 'script.sh', script }).stdout).toBe(expected);
});

/** What happens before anything is asked: the words of curl 8.5.0 src/tool_getparam.c, tool_urlglob.c and lib/urlapi.c. */
test.each([
	[
		"curl --proto '=https' --tlsv1.2 -sSf http://localhost/",
		'curl: (1) Protocol "http" not supported or disabled in libcurl\n1\n',
	],
	[
		'curl "http://h/data[3-1]"',
		'curl: (3) bad range in URL position 19:\nhttp://h/data[3-1]\n                  ^\n3\n',
	],
	['curl "http://h/a{}"', 'curl: (3) empty string within braces in URL position 12:\nhttp://h/a{}\n           ^\n3\n'],
	['curl --bogus x', `curl: option --bogus: is unknown\n${tryHelp()}2\n`],
	['curl --retry x y', `curl: option --retry: expected a proper numerical parameter\n${tryHelp()}2\n`],
	[
		'curl -sS http://localhost:abc/',
		'curl: (3) URL rejected: Port number was not a decimal number between 0 and 65535\n3\n',
	],
	[
		'curl -K nofile x',
		`curl: cannot read config from 'nofile'\ncurl: option -K: error encountered when reading a file\n${tryHelp()}26\n`,
	],
	['curl --help tls | grep -c tlsv1.2', '1\n0\n'],
	['curl --help nosuch | sed -n 2p', 'Invalid category provided, here is a list of all categories:\n0\n'],
	['curl -s localhost:1 --next -s localhost:2 -w "%{exitcode} "', '7 7\n'],
])('%s', (command, expected) => {
	const script = `${command} 2>&1; echo $?`;
	expect(newWorld('curl-requests').runScript({ name: 'script.sh', script }).stdout).toBe(expected);
});

test('curl: sets and ranges of URLs name files, and cookies of one are sent to the next', () => {
	const script = `${SETUP}
curl -s -o 'f_#1_#2' 'http://localhost:1/{a,b}[1-2]' -w '%{filename_effective} '
printf 'HTTP/1.1 200 OK\\r\\nSet-Cookie: s=9; Path=/\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n' | nc -l -p 8123 > request & sleep 1
curl -s -c - http://localhost:8123/ | tail -1`;
	expect(newWorld('curl-requests').runScript({ name: 'script.sh', script }).stdout).toBe(
		'f_a_1 f_a_2 f_b_1 f_b_2 localhost\tFALSE\t/\tFALSE\t0\ts\t9\n',
	);
});

function tryHelp(): string {
	return "curl: try 'curl --help' or 'curl --manual' for more information\n";
}
