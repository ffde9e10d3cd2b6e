import { describe, expect, test } from 'vitest';
import type { NetworkFabric, NetworkNamespace, Route } from '../../../simulator/kernel/machine-api.ts';
import type { Process, Program, SystemError } from '../../../simulator/kernel/process-api.ts';
import type { Task } from '../../../simulator/machinery/task.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { bench, errnoOf, errnoOfTask, print, readText, START_MS } from './kernel-bench.ts';

/** Delivers to whoever has the address; 10.96.0.1 stands for 10.0.0.2, seen as 10.9.9.9; latency 5 ms. */
function fabric(namespaces: readonly NetworkNamespace[]): NetworkFabric {
	return {
		route(from, _protocol, address, port): Route {
			if (address === '10.0.0.66') return { kind: 'drop' };
			if (address === '10.0.0.77') return { kind: 'unreachable', errno: 'EHOSTUNREACH', latencyMs: 3000 };
			const translated = address === '10.96.0.1';
			const to = namespaces.find((each) => each.addresses.includes(translated ? '10.0.0.2' : address));
			if (to === undefined) return { kind: 'refuse', latencyMs: 1 };
			return {
				kind: 'deliver',
				to,
				address: translated ? '10.0.0.2' : address,
				port,
				sourceAddress: translated ? '10.9.9.9' : (from.addresses[0] as string),
				latencyMs: 5,
			};
		},
	};
}

function twoHosts(client: Program, server: Program): string {
	const namespaces: NetworkNamespace[] = [];
	const { machine, start, run } = bench({ fabric: fabric(namespaces) });
	for (const address of ['10.0.0.1', '10.0.0.2']) {
		const namespace = machine.createNetworkNamespace(address);
		namespace.addresses.push(address);
		namespaces.push(namespace);
	}
	start(server, { network: namespaces[1] });
	const started = start(client, { network: namespaces[0] });
	run(200_000);
	return started.output();
}

function* readAll(process: Process, fd: number): Task<string> {
	let out = '';
	for (;;) {
		const text = yield* readText(process, fd);
		if (text === '') return out;
		out += text;
	}
}

/** Answers each connection with what it sent and from where, once the sender has finished. */
const echo: Program = function* (process) {
	const fd = process.listen('0.0.0.0', 80);
	for (;;) {
		const connection = yield* process.accept(fd);
		const text = yield* readAll(process, connection.fd);
		yield* print(process, `${connection.address}: ${text}`, connection.fd);
		process.close(connection.fd);
	}
};

describe('TCP', () => {
	test('a conversation with half close, latency and translation', () => {
		const output = twoHosts(function* (process) {
			yield* process.sleep(1);
			for (const address of ['10.0.0.2', '10.96.0.1']) {
				const before = process.now();
				const fd = yield* process.connect(address, 80);
				const connected = process.now() - before;
				yield* print(process, 'hello', fd);
				process.shutdown(fd, 'write');
				const answer = yield* readAll(process, fd);
				const peer = process.peerName(fd);
				yield* print(process, `${connected} ${answer} ${process.now() - before} ${peer.address}:${peer.port}\n`);
			}
			return 0;
		}, echo);
		expect(output).toBe('10 10.0.0.1: hello 20 10.0.0.2:80\n10 10.9.9.9: hello 20 10.96.0.1:80\n');
	});

	test('what fails, and after how long', () => {
		const output = twoHosts(function* (process) {
			for (const [address, port, timeoutMs] of [
				['10.0.0.2', 81, undefined],
				['10.0.0.5', 80, undefined],
				['10.0.0.66', 80, undefined],
				['10.0.0.66', 80, 3000],
				['10.0.0.77', 80, undefined],
				['127.0.0.1', 80, undefined],
			] as const) {
				const before = process.now();
				const errno = yield* errnoOfTask(process.connect(address, port, timeoutMs === undefined ? {} : { timeoutMs }));
				yield* print(process, `${errno} ${process.now() - before}\n`);
			}
			return 0;
		}, echo);
		expect(output).toBe(
			'ECONNREFUSED 10\nECONNREFUSED 2\nETIMEDOUT 127000\nETIMEDOUT 3000\nEHOSTUNREACH 3000\nECONNREFUSED 2\n',
		);
	});

	test('back-pressure, reset by closing with unread data, conflicts, the table', () => {
		const facts: unknown[] = [];
		twoHosts(
			function* (process) {
				yield* process.sleep(1);
				const fd = yield* process.connect('10.0.0.2', 90);
				let sent = 0;
				const errno = yield* (function* (): Task<string> {
					try {
						process.onSignal('PIPE', 'ignore');
						for (;;) {
							yield* process.write(fd, new Uint8Array(100_000));
							sent++;
						}
					} catch (error) {
						return (error as SystemError).errno;
					}
				})();
				facts.push(errno, sent < 10, process.now() - START_MS > 500);
				return 0;
			},
			function* (process) {
				const listener = process.listen('0.0.0.0', 90);
				facts.push(
					errnoOf(() => process.listen('10.0.0.2', 90)),
					errnoOf(() => process.listen('10.0.0.9', 91)),
				);
				const { fd } = yield* process.accept(listener);
				yield* process.sleep(500);
				facts.push(
					process.machine
						.sockets()
						.map(({ state, local, pid }) => `${state} ${local} ${pid}`)
						.join(),
				);
				process.close(fd);
				return 0;
			},
		);
		expect(facts).toEqual([
			'EADDRINUSE',
			'EADDRNOTAVAIL',
			'LISTEN 0.0.0.0:90 2,ESTAB 10.0.0.2:90 2',
			'EPIPE',
			true,
			true,
		]);
	});

	test('killing a process closes its connections and frees its ports', () => {
		const { machine, start, run } = bench();
		const server = start(function* (process) {
			const { fd } = yield* process.accept(process.listen('127.0.0.1', 8080));
			yield* process.read(fd, 10);
			return 0;
		});
		const client = start(function* (process) {
			const fd = yield* process.connect('127.0.0.1', 8080);
			yield* print(process, `read ${JSON.stringify(yield* readText(process, fd))}`);
			process.listen('127.0.0.1', 8080);
			return 0;
		});
		run(10);
		server.running.signal('KILL');
		run(10);
		expect([client.output(), client.result()?.kind, machine.processes().length]).toEqual(['read ""', 'exited', 0]);
	});
});

describe('UDP', () => {
	test('answers come back through the translation; nobody there is reported; time outs', () => {
		const output = twoHosts(
			function* (process) {
				yield* process.sleep(1);
				const fd = process.udp();
				process.sendTo(fd, '10.96.0.1', 53, encodeUtf8('question'));
				const answer = yield* process.receiveFrom(fd, 1000);
				const text = new TextDecoder().decode(answer?.data);
				yield* print(process, `${text} from ${answer?.address}:${answer?.port}\n`);
				const refused = process.udp();
				process.sendTo(refused, '10.0.0.2', 54, encodeUtf8('x'));
				yield* print(process, `${yield* errnoOfTask(process.receiveFrom(refused, 1000))}\n`);
				const before = process.now();
				process.sendTo(fd, '10.0.0.66', 53, encodeUtf8('x'));
				yield* print(process, `${yield* process.receiveFrom(fd, 1000)} ${process.now() - before}\n`);
				return 0;
			},
			function* (process) {
				const fd = process.udp();
				process.bindUdp(fd, '0.0.0.0', 53);
				for (;;) {
					const asked = yield* process.receiveFrom(fd, 1e6);
					if (asked === undefined) return 0;
					process.sendTo(fd, asked.address, asked.port, encodeUtf8(`answer to ${asked.address}`));
				}
			},
		);
		expect(output).toBe('answer to 10.9.9.9 from 10.96.0.1:53\nECONNREFUSED\nundefined 1000\n');
	});
});
