import { expect, test } from 'vitest';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { DEFAULT_PRESET, PresetImages, SimulatedWorld } from '../../../simulator/sandbox/index.ts';

/** What is typed to see who listens and who answers. The words are iproute2 6.1's, curl 8.5's and bash 5.2's. */
const world = new SimulatedWorld({ preset: DEFAULT_PRESET, seed: 'socket-tools' }, new PresetImages(nodeHostCalls));
const run = (script: string): string => {
	const { stdout, stderr } = world.runScript({ name: 'tools.sh', script });
	return stdout + stderr;
};

test('ss filters by state, ports and addresses', () => {
	expect(run(`ss -tn state listening 'sport = :6443'`)).toBe(
		'Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n0      4096         0.0.0.0:6443      0.0.0.0:*          \n',
	);
	expect(
		run(`ss -Htln '( sport = :ssh or sport = :6443 ) and not src 127.0.0.0/8' | awk '{print $4}'
ss -Htln 'sport >= :10257' 'sport < 10259' | awk '{print $4}'; ss -Htan 'src 172.30.1.2:2379' | awk '{print $4}'
ss -Htan state all exclude listening | wc -l`),
	).toBe('0.0.0.0:6443\n0.0.0.0:22\n127.0.0.1:10257\n172.30.1.2:2379\n0\n');
	expect(run(`ss -tn state bogus; echo $?; ss -tn 'sport = nosuch'; echo $?; ss -tn 'sport ='; echo $?`)).toContain(
		'Error: "nosuch" does not look like a port.\nCannot parse dst/src address.\n',
	);
	// Without -n ports have names, and netstat's hosts, too.
	expect(
		run(
			`ss -Htl sport = :22; ss -Htlr sport = :22; netstat -tl | grep ssh; netstat -tan | grep -c ':22 '; ss -A udp -H -l sport = :53 | wc -l; ss -f unix -H; ss -h | head -1`,
		),
	).toMatchInlineSnapshot(`
		"LISTEN 0      4096         0.0.0.0:ssh       0.0.0.0:*          
		LISTEN 0      4096         0.0.0.0:ssh       0.0.0.0:*          
		tcp        0      0 0.0.0.0:ssh             0.0.0.0:*               LISTEN     
		1
		0
		Usage: ss [ OPTIONS ]
		"
	`);
	expect(run('ss -s | sed -n 2p')).toBe('TCP:   12 (estab 0, closed 0, orphaned 0, timewait 0)\n');
});

test('curl -w', () => {
	const format = `%{num_connects} %{num_headers} %{urlnum} %{filename_effective} %header{content-type} %{url.host} %{url.port} %{stderr}to stderr`;
	expect(run(`curl -sk -o /dev/null -w '${format}' https://127.0.0.1:6443/version 2>&1`)).toBe(
		'1 4 0 /dev/null application/json 127.0.0.1 6443 to stderr',
	);
	expect(
		run(`curl -sk -o /dev/null -w '%{json}' https://127.0.0.1:6443/version | jq -c '[.http_code, .num_headers]'`),
	).toBe('[200,4]\n');
	expect(run(`curl -s -w '%{onerror}failed with %{exitcode}' http://127.0.0.1:9`)).toBe('failed with 7');
});

test('/dev/tcp tells whether a port is open', () => {
	expect(
		run(`timeout 1 bash -c '</dev/tcp/127.0.0.1/6443' && echo open
timeout 1 bash -c '</dev/tcp/127.0.0.1/6444' 2>/dev/null || echo closed
exec 3<>/dev/tcp/127.0.0.1/10248; printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3; tail -1 <&3`),
	).toBe('open\nclosed\nok');
});

test('children have the descriptors of process substitutions', () => {
	expect(run(`echo f | xargs -I{} cat <(echo xargs); find . -maxdepth 0 -exec cat <(echo find) \\;`)).toBe(
		'xargs\nfind\n',
	);
});

test('swapon --show', () => {
	expect(
		run(`dd if=/dev/zero of=/swap bs=1M count=8 status=none; chmod 600 /swap; mkswap /swap > /dev/null; swapon /swap
swapon --show=NAME,SIZE; swapon --show=name --noheadings; swapon --show=X; echo $?`),
	).toBe('NAME  SIZE\n/swap   8M\n/swap\n1\nswapon: unknown column: X\n');
});
