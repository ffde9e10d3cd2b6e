import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ROOT_CREDENTIALS } from '../../../simulator/kernel/capabilities.ts';
import type { Machine } from '../../../simulator/kernel/machine-api.ts';
import type { Process } from '../../../simulator/kernel/process-api.ts';
import {
	type DnsMessage,
	type DnsRecord,
	decodeDnsMessage,
	encodeDnsMessage,
	type RecordType,
	recordTypeName,
} from '../../../simulator/machinery/dns/dns-message.ts';
import type { Task } from '../../../simulator/machinery/task.ts';
import { runCommand } from '../../support/command-bench.ts';
import type { GoldenFile } from '../../support/golden.ts';

const row = (name: string, type: RecordType, ttlSeconds: number, data: string): DnsRecord => ({
	name,
	type,
	ttlSeconds,
	data,
});
const SOA = row('test', 'SOA', 30, 'ns.test hostmaster.test 1 7200 1800 86400 30');
const WEB = row('web.test', 'A', 30, '10.96.5.6');
/** What the server had that the real dig asked. */
const ZONE: readonly (readonly DnsRecord[])[] = [
	[WEB],
	[row('_http._tcp.web.test', 'SRV', 30, '0 100 80 web.test')],
	[row('t.test', 'TXT', 5, 'hello world')],
	[row('test', 'MX', 5, '10 mail.test')],
	[row('6.5.96.10.in-addr.arpa', 'PTR', 30, 'web.test')],
	[SOA],
];

function answer(query: DnsMessage): DnsMessage {
	const [{ name = '', type = 0 } = {}] = query.questions;
	const alias = name === 'c.test' ? [row('c.test', 'CNAME', 30, 'web.test'), WEB] : undefined;
	const answers = alias ?? ZONE.find(([first]) => first?.name === name && first.type === recordTypeName(type)) ?? [];
	const isKnown = alias !== undefined || ZONE.some(([first]) => first?.name === name);
	const code = name === 'fail.test' ? 'SERVFAIL' : isKnown ? 'NOERROR' : 'NXDOMAIN';
	const authorities = answers.length > 0 || code === 'SERVFAIL' ? [] : [SOA];
	const edns = query.edns && { ...query.edns, dnssecOk: false };
	const about = {
		response: true,
		authoritative: true,
		recursionAvailable: name !== 't.test',
		code,
		answers,
		authorities,
	};
	return { ...query, ...about, ...(edns !== undefined && { edns }) } as DnsMessage;
}

function* serveDatagrams(process: Process): Task<number> {
	const fd = process.udp();
	process.bindUdp(fd, '127.0.0.1', 5353);
	for (;;) {
		const datagram = yield* process.receiveFrom(fd, Number.POSITIVE_INFINITY);
		if (datagram === undefined) continue;
		const query = decodeDnsMessage(datagram.data);
		if (query.questions[0]?.name === 'slow.test') continue;
		// The recorder's server does not compress names.
		process.sendTo(fd, datagram.address, datagram.port, encodeDnsMessage(answer(query)));
	}
}

function* serveStreams(process: Process): Task<number> {
	const listening = process.listen('127.0.0.1', 5353);
	for (;;) {
		const { fd } = yield* process.accept(listening);
		const data = yield* process.read(fd, 4096);
		if (data.length > 2) {
			const reply = encodeDnsMessage(answer(decodeDnsMessage(data.subarray(2))));
			yield* process.write(fd, Uint8Array.from([reply.length >> 8, reply.length & 255, ...reply]));
		}
		process.close(fd);
	}
}

function prepare(machine: Machine): void {
	for (const program of [serveDatagrams, serveStreams]) {
		machine.start({
			argv: ['server'],
			env: new Map(),
			cwd: '/',
			credentials: ROOT_CREDENTIALS,
			stdin: 'null',
			onOutput: () => undefined,
			onExit: () => undefined,
			program,
		});
	}
}

/** What differs from run to run, from version to version, and by how servers compress names. */
function settled(text: string): string {
	return text
		.replace(/DiG [^ ]+/g, 'DiG VERSION')
		.replace(/id: \d+/g, 'id: ID')
		.replace(/COOKIE: [0-9a-f]{16}/g, 'COOKIE: BYTES')
		.replace(/(time: |in )\d+ (msec|ms)/g, '$1N $2')
		.replace(/WHEN: .*/g, 'WHEN')
		.replace(/rcvd: \d+/g, 'rcvd: N');
}

const { recordings } = JSON.parse(readFileSync('test/goldens/dig.json', 'utf8')) as GoldenFile;

describe('dig prints what the real one prints', () => {
	test.each(recordings.map((each) => [each.case.argv.join(' '), each] as const))('%s', (_, golden) => {
		const own = runCommand({ argv: ['dig', '@127.0.0.1', '-p', '5353', ...golden.case.argv], prepare });
		expect({ stdout: settled(own.stdout), stderr: own.stderr, exitCode: own.exitCode }).toEqual({
			stdout: settled(golden.stdout),
			stderr: golden.stderr,
			exitCode: golden.exitCode,
		});
	});
});
