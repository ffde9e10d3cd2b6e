import { expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';

// What only shows with somebody at the other end; the rest is in test/bash-parity/cases/bash-network.txt.
const run = (script: string): string => {
	const { stdout, stderr } = runCommand({ argv: ['bash', '-c', script], limitMs: 20_000 });
	return stdout + stderr;
};

test('/dev/tcp is a connection for reading and writing', () => {
	expect(
		run(`nc -l 127.0.0.1 5000 < <(echo from the server; sleep 1) > got &
sleep 0.2
exec 3<>/dev/tcp/127.0.0.1/5000
echo to the server >&3
read -r line <&3
echo "$line"
exec 3>&-
wait
cat got`),
	).toBe('from the server\nto the server\n');
});

test('/dev/tcp takes names of hosts and services', () => {
	expect(
		run(`echo '10.0.0.1 other
127.0.0.1 here' > /etc/hosts; echo 'http 80/tcp www # web' > /etc/services
nc -l 127.0.0.1 80 > got & sleep 0.2; echo hello > /dev/tcp/here/www; wait; cat got`),
	).toBe('hello\n');
});

test('/dev/udp sends a datagram a write', () => {
	expect(
		run(`nc -u -l 5001 > got & sleep 0.2
exec 4<>/dev/udp/127.0.0.1/5001
echo ping >&4; echo pong >&4; sleep 0.5; kill %1; cat got`),
	).toBe('ping\npong\n');
});
