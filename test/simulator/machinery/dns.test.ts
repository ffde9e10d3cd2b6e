import { expect, test } from 'vitest';
import {
	type DnsMessage,
	decodeDnsMessage,
	dnsQuery,
	encodeDnsMessage,
	nameProblem,
	type RecordType,
} from '../../../simulator/machinery/dns/dns-message.ts';
import { parseResolvConf, resolveName, searchNames } from '../../../simulator/machinery/dns/resolver.ts';
import { runToCompletion } from '../../../simulator/machinery/task.ts';

const record = (type: RecordType, data: string, name = 'web.default.svc.cluster.local') => ({
	name,
	type,
	ttlSeconds: 30,
	data,
});

test('messages survive the wire, names compressed', () => {
	const message: DnsMessage = {
		...dnsQuery(4711, 'web.default.svc.cluster.local', 'A'),
		response: true,
		authoritative: true,
		answers: [
			record('CNAME', 'db.example.com'),
			record('A', '10.96.0.10'),
			record('AAAA', '2001:db8:0:0:0:0:0:1'),
			record('SRV', '0 100 80 web.default.svc.cluster.local'),
			record('TXT', 'one\0two'),
			record('MX', '10 mail.example.com'),
			record('PTR', 'web.default.svc.cluster.local', '10.0.96.10.in-addr.arpa'),
		],
		authorities: [record('SOA', 'ns.dns.cluster.local hostmaster.cluster.local 1 7200 1800 86400 30', 'cluster.local')],
	};
	const bytes = encodeDnsMessage(message);
	expect(decodeDnsMessage(bytes)).toEqual(message);
	expect(bytes.length).toBeLessThan(330);
});

test('bytes that are no message are refused', () => {
	expect(() => decodeDnsMessage(new Uint8Array([1, 2, 3]))).toThrow('message is cut short');
	const circle = new Uint8Array([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1]);
	expect(() => decodeDnsMessage(circle)).toThrow('name points in a circle');
});

const CLUSTER =
	'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n';

test.each([
	['web', ['web.default.svc.cluster.local', 'web.svc.cluster.local', 'web.cluster.local', 'web']],
	['web.', ['web']],
	[
		'a.b.c.d.e.f',
		[
			'a.b.c.d.e.f',
			'a.b.c.d.e.f.default.svc.cluster.local',
			'a.b.c.d.e.f.svc.cluster.local',
			'a.b.c.d.e.f.cluster.local',
		],
	],
])('%s is tried as the search path says', (name, names) => {
	expect(searchNames(name, parseResolvConf(CLUSTER))).toEqual(names);
});

test.each([
	['10.0.0.1', 'found 10.0.0.1', []],
	['localhost', 'found 127.0.0.1', []],
	['web.prod', 'found 10.96.7.7', ['web.prod.default.svc.cluster.local', 'web.prod.svc.cluster.local']],
	['nope', 'not-found', ['nope.default.svc.cluster.local', 'nope.svc.cluster.local', 'nope.cluster.local', 'nope']],
	['slow', 'timeout', ['slow.default.svc.cluster.local', 'slow.default.svc.cluster.local']],
	['broken.', 'failed', ['broken']],
])('resolving %s', (name, expected, asked) => {
	const questions: string[] = [];
	const result = runToCompletion(
		resolveName(name, { hosts: '127.0.0.1 localhost\n', resolvConf: CLUSTER }, function* (_, question) {
			questions.push(question);
			if (question.startsWith('slow')) return undefined;
			const reply = { ...dnsQuery(1, question, 'A'), response: true };
			if (question.startsWith('broken')) return { ...reply, code: 'SERVFAIL' };
			if (question !== 'web.prod.svc.cluster.local') return { ...reply, code: 'NXDOMAIN' };
			return { ...reply, answers: [record('A', '10.96.7.7', question)] };
		}),
	);
	expect(result.kind === 'found' ? `found ${result.addresses.join(' ')}` : result.kind).toBe(expected);
	expect(questions).toEqual(asked);
});

test('names that DNS cannot carry are told apart', () => {
	const label = 'a'.repeat(63);
	const names = [
		'',
		'.',
		'a.b.',
		label,
		`${label}a`,
		'a..b',
		'가'.repeat(22),
		[label, label, label, 'a'.repeat(61)].join('.'),
	];
	expect(names.map((name) => nameProblem(name))).toEqual([
		undefined,
		undefined,
		undefined,
		undefined,
		'label too long',
		'empty label',
		'label too long',
		undefined,
	]);
	expect(nameProblem([label, label, label, 'a'.repeat(62)].join('.'))).toBe('ran out of space');
});
