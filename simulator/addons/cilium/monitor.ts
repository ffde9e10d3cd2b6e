import type { CobraRun } from '../../commands/cobra/cobra.ts';
import type { Task } from '../../machinery/task.ts';
import type { ConnectionRecord } from '../../network/connection-log.ts';
import type { CiliumAgent } from './agent.ts';

const LOOK_MS = 200;

/** Shows what passes the node from now on, until it is stopped. Models cilium-dbg monitor; of one connection its beginning. */
export function* monitor(run: CobraRun, agent: CiliumAgent): Task<number> {
	const { process } = run;
	const types = run.list('type');
	yield* run.out.write('Listening for events on 2 CPUs with 64x4096 of shared memory\nPress Ctrl-C to quit\n');
	yield* run.out.flush();
	let after = agent.port.connections().at(-1)?.id ?? 0;
	for (;;) {
		const news = (): readonly ConnectionRecord[] => agent.port.connections().filter(({ id }) => id > after);
		if (news().length === 0) {
			yield* process.block(
				process.lookEvery(LOOK_MS, () => news().length > 0),
				() => news().length > 0,
			);
		}
		for (const record of news()) {
			after = record.id;
			const line = lineOf(agent, record);
			if (line === undefined || (types.length > 0 && !types.includes(line.type))) continue;
			yield* run.out.write(`${line.text}\n`);
		}
		yield* run.out.flush();
	}
}

function lineOf(
	agent: CiliumAgent,
	{ from, to, asked, protocol, outcome, ingress, egress }: ConnectionRecord,
): { readonly type: string; readonly text: string } | undefined {
	const { nodeName } = agent.port;
	if (from.node !== nodeName && to?.node !== nodeName) return undefined;
	const target = to ?? { ...asked };
	const endpoints = agent.endpoints.list();
	const known = (address: string): { id: number; identity: number } => {
		const found = endpoints.find((each) => each.address === address);
		return found ?? { id: 0, identity: agent.port.address === address ? 1 : 2 };
	};
	const [source, destination] = [known(from.address), known(target.address)];
	const what = protocol === 'icmp' ? 'icmp EchoRequest' : `${protocol}${protocol === 'tcp' ? ' SYN' : ''}`;
	const port = (number: number): string => (protocol === 'icmp' ? '' : `:${number}`);
	const ends = `${from.address}${port(from.port)} -> ${target.address}${port(target.port)} ${what}`;
	if (ingress?.kind === 'denied' || egress?.kind === 'denied') {
		const at = egress?.kind === 'denied' ? source.id : destination.id;
		return {
			type: 'drop',
			text: `xx drop (Policy denied) flow 0x0 to endpoint ${egress?.kind === 'denied' ? 0 : at}, ifindex 0, file bpf_lxc.c:1363, , identity ${source.identity}->${destination.identity}: ${ends}`,
		};
	}
	if (outcome !== 'delivered' && outcome !== 'nobody listens') return undefined;
	return {
		type: 'trace',
		text: `-> endpoint ${destination.id} flow 0x0 , identity ${source.identity}->${destination.identity} state new ifindex 0 orig-ip ${from.address}: ${ends}`,
	};
}
