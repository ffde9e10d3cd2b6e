import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

/** Options of `wget --help` that a request does not show; GNU Wget 1.21.3 asks the same with and without them. */
test.each(['--no-netrc --no-dns-cache --no-iri', '--prefer-family=IPv4 --no-directories -nH'])(
	'wget %s: asks as ever',
	(options) => {
		const script = `cd /tmp; printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\nConnection: close\\r\\n\\r\\nhi\\n' | nc -l -p 8123 > request & sleep 1
wget -qO- ${options} http://localhost:8123/; echo $?; tr -d '\\r' < /tmp/request`;
		expect(newWorld('wget-requests').runScript({ name: 'script.sh', script }).stdout).toBe(
			'hi\n0\nGET / HTTP/1.1\nHost: localhost:8123\nUser-Agent: Wget/1.21.4\nAccept: */*\nAccept-Encoding: identity\nConnection: Keep-Alive\n\n',
		);
	},
);
