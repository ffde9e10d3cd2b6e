import type { NetworkView, TrackedFlow } from '../../kernel/network-view.ts';
import { Exit, unixCommand } from '../unix-command.ts';

/** What the machine's connection tracking remembers. Differs: nothing can be changed or followed. */
export const conntrack = unixCommand({
	name: 'conntrack',
	paths: ['/usr/sbin/conntrack'],
	size: 88_104,
	*main(run) {
		const { process, args } = run;
		if (process.credentials.uid !== 0) {
			throw new Exit(
				1,
				`${NAME}: Operation failed: sorry, you must be root or get CAP_NET_ADMIN capability to do this\n`,
			);
		}
		if (args.includes('-V') || args.includes('--version')) {
			yield* run.out.write(`${NAME}\n`);
			return 0;
		}
		const flows = process.port<NetworkView>('network-view')?.tracked() ?? [];
		if (args.includes('-C') || args.includes('--count')) {
			yield* run.out.write(`${flows.length}\n`);
			return 0;
		}
		if (!args.includes('-L') && !args.includes('--dump')) {
			throw new Exit(1, `${NAME}: only -L, -C and -V are supported here\n`);
		}
		const shown = flows.filter((flow) => isMeant(flow, args));
		for (const flow of shown) yield* run.out.write(lineOf(flow));
		yield* run.out.flush();
		yield* run.say(`${NAME}: ${shown.length} flow entries have been shown.\n`);
		return 0;
	},
});

const NAME = 'conntrack v1.4.8 (conntrack-tools)';

function isMeant(flow: TrackedFlow, args: readonly string[]): boolean {
	const given = (...names: readonly string[]): string | undefined => {
		const at = args.findIndex((arg) => names.includes(arg));
		return at < 0 ? undefined : args[at + 1];
	};
	const wants = (value: string | number, asked: string | undefined): boolean =>
		asked === undefined || String(value) === asked;
	return (
		wants(flow.protocol, given('-p', '--proto')) &&
		wants(flow.from.address, given('-s', '--src', '--orig-src')) &&
		wants(flow.asked.address, given('-d', '--dst', '--orig-dst')) &&
		wants(flow.asked.port, given('--dport', '--orig-port-dst')) &&
		wants(flow.from.port, given('--sport', '--orig-port-src')) &&
		wants(flow.to.address, given('-r', '--reply-src'))
	);
}

function lineOf({ protocol, from, asked, to, seenAs, answered, leftSeconds }: TrackedFlow): string {
	const isTcp = protocol === 'tcp';
	const state = isTcp ? `${answered ? 'TIME_WAIT' : 'SYN_SENT'} ` : '';
	const there = `src=${from.address} dst=${asked.address} sport=${from.port} dport=${asked.port}`;
	const back = `src=${to.address} dst=${seenAs} sport=${to.port} dport=${from.port}`;
	const number = isTcp ? 6 : 17;
	return `${protocol.padEnd(8)} ${number} ${leftSeconds} ${state}${there} ${answered ? '' : '[UNREPLIED] '}${back} ${answered ? '[ASSURED] ' : ''}mark=0 use=1\n`;
}
