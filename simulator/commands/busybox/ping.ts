import { errorMessage } from '../../kernel/error-message.ts';
import type { EchoReply } from '../../kernel/net/echo-reply.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { nothing } from '../../machinery/task.ts';
import { Fatal } from '../gnu-command.ts';
import { type EchoStatistics, mayEcho, runEcho } from '../network/echo-run.ts';
import { flag, withValue } from '../options.ts';
import type { Output } from '../stdio.ts';
import { applet } from './applet.ts';
import { NETWORK_USAGES } from './usage-network.ts';

const WAIT_SECONDS = 10;

/** Models busybox networking/ping.c. */
export const ping = applet({
	name: 'ping',
	usage: NETWORK_USAGES.ping,
	options: {
		count: withValue('c'),
		size: withValue('s'),
		interval: withValue('i'),
		wait: withValue('W'),
		deadline: withValue('w'),
		quiet: flag('q'),
		ignored: flag('4', '6', 'A'),
		ignoredValue: withValue('t', 'I', 'p'),
	},
	*main(run) {
		const { process, values, operands, out } = run;
		const [host] = operands;
		if (host === undefined) throw new Fatal('', 1, true);
		const number = (text: string | undefined, otherwise: number): number => {
			if (text === undefined) return otherwise;
			if (!/^\d+(\.\d+)?$/.test(text)) throw new Fatal(`invalid number '${text}'`);
			return Number(text);
		};
		const size = number(values.size, 56);
		const found = yield* resolveHost(process, host);
		if (found.kind !== 'found') throw new Fatal(`bad address '${host}'`);
		const address = found.addresses[0] as string;
		if (!mayEcho(process)) throw new Fatal('permission denied (are you root?)');
		const options = {
			address,
			count: number(values.count, 0),
			intervalMs: Math.max(1, number(values.interval, 1) * 1000),
			lingerMs: number(values.wait, WAIT_SECONDS) * 1000,
			deadlineMs: values.deadline === undefined ? undefined : number(values.deadline, 0) * 1000,
			firstSequence: 0,
		};
		yield* out.write(`PING ${host} (${address}): ${size} data bytes\n`);
		yield* out.flush();
		try {
			const statistics = yield* runEcho(process, options, (reply, timeMs) =>
				values.quiet || reply.kind !== 'reply' ? nothing() : printReply(out, size, reply, timeMs),
			);
			yield* out.write(summary(host, statistics));
			return statistics.received === 0 ? 1 : 0;
		} catch (error) {
			if (error instanceof SystemError && error.errno === 'ENETUNREACH') {
				throw new Fatal(`sendto: ${errorMessage(error.errno)}`);
			}
			throw error;
		}
	},
});

function* printReply(out: Output, size: number, reply: EchoReply, timeMs: number): Task<void> {
	const { from, sequence, ttl } = reply;
	yield* out.write(`${size + 8} bytes from ${from}: seq=${sequence} ttl=${ttl} time=${timeMs.toFixed(3)} ms\n`);
	yield* out.flush();
}

function summary(host: string, { sent, received, times }: EchoStatistics): string {
	const loss = sent === 0 ? '' : `, ${Math.floor(((sent - received) * 100) / sent)}% packet loss`;
	const head = `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} packets received${loss}\n`;
	if (received === 0) return head;
	const mean = times.reduce((sum, each) => sum + each, 0) / times.length;
	const three = [Math.min(...times), mean, Math.max(...times)].map((each) => each.toFixed(3));
	return `${head}round-trip min/avg/max = ${three.join('/')} ms\n`;
}
