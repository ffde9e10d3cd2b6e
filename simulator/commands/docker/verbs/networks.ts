import { EngineError } from '../../../hosts/containers/container-request.ts';
import type { EngineNetwork } from '../../../hosts/containers/engine-networks.ts';
import { plug, unplug } from '../../../hosts/containers/plug.ts';
import { bool, string, stringArray } from '../../flags.ts';
import { type EngineCommand, type EngineRun, failure } from '../engine-command.ts';
import { writeRows } from '../table.ts';

export const networkCreate: EngineCommand = {
	names: ['network create'],
	usage: '[OPTIONS] NETWORK',
	short: 'Create a network',
	flags: {
		attachable: bool(false, 'Enable manual container attachment'),
		driver: string('bridge', 'Driver to manage the Network', { shorthand: 'd' }),
		gateway: stringArray('IPv4 or IPv6 Gateway for the master subnet'),
		internal: bool(false, 'Restrict external access to the network'),
		'ip-range': stringArray('Allocate container ip from a sub-range'),
		label: stringArray('Set metadata on a network'),
		opt: stringArray('Set driver specific options', { shorthand: 'o' }),
		subnet: stringArray('Subnet in CIDR format that represents a network segment'),
	},
	most: 1,
	*run(run) {
		const engine = run.engine();
		const name = run.operands[0] ?? `podman${engine.networks.list().length}`;
		const network = engine.createNetwork({
			name,
			driver: run.text('driver'),
			subnet: run.list('subnet')[0],
			gateway: run.list('gateway')[0],
			labels: new Map(run.list('label').map((each) => [each.split('=')[0] as string, each.replace(/^[^=]*=?/, '')])),
			internal: run.isOn('internal'),
		});
		yield* run.out.write(`${run.kind === 'docker' ? network.id : name}\n`);
		return 0;
	},
};

export const networkList: EngineCommand = {
	names: ['network ls', 'network list'],
	usage: '[OPTIONS]',
	short: 'List networks',
	flags: {
		filter: stringArray('Provide filter values (e.g. "driver=bridge")', { shorthand: 'f' }),
		format: string('', 'Format output using a custom template'),
		'no-trunc': bool(false, 'Do not truncate the output'),
		noheading: bool(false, 'Do not print headers', { shorthand: 'n', hidden: true }),
		quiet: bool(false, 'Only display network IDs', { shorthand: 'q' }),
	},
	most: 0,
	*run(run) {
		const all = [...run.engine().networks.list()].sort((a, b) => (a.name < b.name ? -1 : 1));
		const wanted = all.filter((network) =>
			run.list('filter').every((filter) => {
				const [key = '', value = ''] = filter.split(/=(.*)/s);
				if (key === 'name') return network.name.includes(value);
				if (key === 'driver') return network.driver === value;
				if (key === 'id') return network.id.startsWith(value);
				return key !== 'type' || (run.engine().networks.isOwn(network.name) ? value === 'builtin' : value === 'custom');
			}),
		);
		const rows = wanted.map(({ id, name, driver, internal }) => ({
			ID: run.isOn('no-trunc') ? id : id.slice(0, 12),
			Name: name,
			Driver: driver,
			Scope: 'local',
			IPv6: 'false',
			Internal: String(internal),
			Labels: '',
		}));
		if (run.isOn('quiet')) {
			for (const row of rows) yield* run.out.write(`${run.kind === 'docker' ? row.ID : row.Name}\n`);
			return 0;
		}
		const columns = run.kind === 'docker' ? ['ID', 'Name', 'Driver', 'Scope'] : ['ID', 'Name', 'Driver'];
		const headers = {
			ID: 'NETWORK ID',
			Name: 'NAME',
			Driver: 'DRIVER',
			Scope: 'SCOPE',
			IPv6: 'IPV6',
			Internal: 'INTERNAL',
			Labels: 'LABELS',
		};
		yield* writeRows(run, { headers, columns }, rows, run.text('format'));
		return 0;
	},
};

function networkNamed(run: EngineRun, name: string): EngineNetwork {
	const found = run.engine().networks.find(name);
	if (found !== undefined) return found;
	throw new EngineError(
		'no-network',
		run.kind === 'docker'
			? `network ${name} not found`
			: `unable to find network with name or ID ${name}: network not found`,
	);
}

export const networkRemove: EngineCommand = {
	names: ['network rm', 'network remove'],
	usage: 'NETWORK [NETWORK...]',
	short: 'Remove one or more networks',
	flags: { force: bool(false, 'Do not error if the network does not exist', { shorthand: 'f' }) },
	least: 1,
	*run(run) {
		const engine = run.engine();
		let status = 0;
		for (const name of run.operands) {
			try {
				const network = networkNamed(run, name);
				const users = engine.containers.filter((each) => each.attachments.has(network.name));
				if (engine.networks.isOwn(network.name)) {
					throw new EngineError(
						'conflict',
						run.kind === 'docker'
							? `${network.name} is a pre-defined network and cannot be removed`
							: `default network ${network.name} cannot be removed`,
					);
				}
				if (users.length > 0) {
					throw new EngineError(
						'conflict',
						run.kind === 'docker'
							? `error while removing network: network ${network.name} has active endpoints (name:${JSON.stringify(users[0]?.name)} id:${JSON.stringify(users[0]?.id.slice(0, 12))})`
							: `${JSON.stringify(network.name)} has associated containers with it. Use -f to forcibly delete containers and pods: network is being used`,
					);
				}
				engine.networks.remove(network.name);
				yield* run.out.write(`${name}\n`);
			} catch (error) {
				if (!(error instanceof EngineError)) throw error;
				status = run.kind === 'docker' ? 1 : error.kind === 'conflict' ? 2 : 1;
				yield* run.say(
					run.kind === 'docker' ? `Error response from daemon: ${error.message}\n` : `Error: ${error.message}\n`,
				);
			}
		}
		if (status !== 0 && run.kind === 'docker') yield* run.say('exit status 1\n');
		return status;
	},
};

export const networkConnect: EngineCommand = {
	names: ['network connect'],
	usage: '[OPTIONS] NETWORK CONTAINER',
	short: 'Connect a container to a network',
	flags: {
		alias: stringArray('Add network-scoped alias for the container'),
		ip: string('', 'IPv4 address (e.g., "172.30.100.104")'),
		link: stringArray('Add link to another container'),
	},
	least: 2,
	most: 2,
	*run(run) {
		const [network = '', name = ''] = run.operands;
		const container = run.engine().container(name);
		const found = networkNamed(run, network);
		if (container.attachments.has(found.name)) {
			throw failure(run.kind, `endpoint with name ${container.name} already exists in network ${found.name}`);
		}
		plug(run.engine(), container, found, run.text('ip') === '' ? undefined : run.text('ip'), run.list('alias'));
		return 0;
	},
};

export const networkDisconnect: EngineCommand = {
	names: ['network disconnect'],
	usage: '[OPTIONS] NETWORK CONTAINER',
	short: 'Disconnect a container from a network',
	flags: { force: bool(false, 'Force the container to disconnect from a network', { shorthand: 'f' }) },
	least: 2,
	most: 2,
	*run(run) {
		const [network = '', name = ''] = run.operands;
		const container = run.engine().container(name);
		const found = networkNamed(run, network);
		if (!container.attachments.has(found.name)) {
			throw failure(run.kind, `container ${container.id} is not connected to network ${found.name}`);
		}
		unplug(run.engine(), container, found);
		return 0;
	},
};

export const networkPrune: EngineCommand = {
	names: ['network prune'],
	usage: '[OPTIONS]',
	short: 'Remove all unused networks',
	flags: {
		filter: stringArray('Provide filter values'),
		force: bool(false, 'Do not prompt for confirmation', { shorthand: 'f' }),
	},
	most: 0,
	*run(run) {
		const names = prunedNetworks(run);
		if (names.length > 0)
			yield* run.out.write(
				`${run.kind === 'docker' ? 'Deleted Networks:\n' : ''}${names.map((name) => `${name}\n`).join('')}\n`,
			);
		return 0;
	},
};

/** Removes networks that nobody is on. */
export function prunedNetworks(run: EngineRun): string[] {
	const engine = run.engine();
	const gone = engine.networks
		.list()
		.filter(
			({ name }) => !engine.networks.isOwn(name) && !engine.containers.some((each) => each.attachments.has(name)),
		);
	for (const { name } of gone) engine.networks.remove(name);
	return gone.map(({ name }) => name);
}
