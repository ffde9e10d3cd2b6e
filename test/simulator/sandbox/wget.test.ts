import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const STAMP = /--\d{4}-\d\d-\d\d \d\d:\d\d:\d\d--|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/gm;

test('wget saves, tells what it does on standard error, and says by its exit status what went wrong', () => {
	const world = newWorld('wget');
	const said = (script: string): string[] =>
		world
			.runScript({ name: 's.sh', script: `{ ${script}; echo "=$?"; } 2>&1` })
			.stdout.replace(STAMP, 'NOW')
			.split('\n')
			.slice(0, -1);
	const url = 'https://172.30.1.2:6443/healthz';
	expect(said(`wget --ca-certificate=/etc/kubernetes/pki/ca.crt ${url}; cat healthz`)).toEqual([
		`NOW  ${url}`,
		'Connecting to 172.30.1.2:6443... connected.',
		'HTTP request sent, awaiting response... 200 OK',
		'Length: 2 [text/plain]',
		'Saving to: ‘healthz’',
		'',
		'     0K                                                       100%  390K=0s',
		'',
		'NOW (390 KB/s) - ‘healthz’ saved [2/2]',
		'',
		'ok=0',
	]);
	expect(said(`wget -q --no-check-certificate ${url}; ls; wget -qO- --no-check-certificate ${url}`)).toEqual([
		'healthz',
		'healthz.1',
		'ok=0',
	]);
	expect(said(`wget -O- ${url}`)).toEqual([
		`NOW  ${url}`,
		'Connecting to 172.30.1.2:6443... connected.',
		"ERROR: cannot verify 172.30.1.2's certificate, issued by ‘CN=kubernetes’:",
		"  Unable to locally verify the issuer's authority.",
		"To connect to 172.30.1.2 insecurely, use `--no-check-certificate'.",
		'=5',
	]);
	expect(said('wget --no-check-certificate -nv https://172.30.1.2:6443/api')).toEqual([
		"WARNING: cannot verify 172.30.1.2's certificate, issued by ‘CN=kubernetes’:",
		"  Unable to locally verify the issuer's authority.",
		'https://172.30.1.2:6443/api:',
		'NOW ERROR 403: Forbidden.',
		'=8',
	]);
	expect(said('wget -T 1 -t 2 10.96.3.3')).toEqual([
		'NOW  http://10.96.3.3/',
		'Connecting to 10.96.3.3:80... failed: Connection timed out.',
		'Retrying.',
		'',
		'NOW  (try: 2)  http://10.96.3.3/',
		'Connecting to 10.96.3.3:80... failed: Connection timed out.',
		'Giving up.',
		'',
		'=4',
	]);
	expect(said('wget')).toEqual([
		'wget: missing URL',
		'Usage: wget [OPTION]... [URL]...',
		'',
		"Try `wget --help' for more options.",
		'=1',
	]);
	expect(said('wget -q; wget --nope 2>/dev/null').at(-1)).toBe('=2');
});

/** Recorded from GNU Wget 1.21.3. */
test('an address without a scheme and without a host', () => {
	const script = 'exec 2>&1; wget /root/x; echo $?; wget :80; wget file:///etc/passwd';
	expect(newWorld('wget-scheme').runScript({ name: 'x.sh', script }).stdout).toBe(
		'/root/x: Scheme missing.\n1\n:80: Scheme missing.\nfile:///etc/passwd: Unsupported scheme ‘file’.\n',
	);
});
