import { setNeighbour } from '../../../kernel/net/links/route-changes.ts';
import type { Neighbour } from '../../../kernel/network-view.ts';
import type { Task } from '../../../machinery/task.ts';
import { Exit } from '../../unix-command.ts';
import { jsonText, neighbourJson } from './ip-json.ts';
import { abbreviates, cannotFind, type IpRequest, wrong } from './ip-request.ts';

/** Models ip/ipneigh.c do_ipneigh. */
export function* ipNeighbour(request: IpRequest, verb: string | undefined): Task<number> {
	if (verb === undefined || abbreviates(verb, 'show', 'lst', 'list')) return yield* list(request, 'show');
	if (abbreviates(verb, 'add')) return modify(request, 'add');
	if (abbreviates(verb, 'change', 'chg')) return modify(request, 'change');
	if (abbreviates(verb, 'replace')) return modify(request, 'replace');
	if (abbreviates(verb, 'delete')) return modify(request, 'del');
	if (abbreviates(verb, 'flush')) return yield* list(request, 'flush');
	throw new Exit(255, `Command "${verb}" is unknown, try "ip neigh help".\n`);
}

const STATES: ReadonlySet<string> = new Set(
	'permanent reachable noarp none stale incomplete delay probe failed'.split(' '),
);

function stateOf(word: string): string {
	if (!STATES.has(word)) throw wrong(word, 'nud state is bad');
	return word.toUpperCase();
}

function modify(request: IpRequest, verb: 'add' | 'change' | 'replace' | 'del'): number {
	let address: string | undefined;
	let device: string | undefined;
	let mac: string | undefined;
	let state = 'PERMANENT';
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (word === 'lladdr') {
			mac = request.argument();
			if (!/^([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i.test(mac)) throw new Exit(1, `"${mac}" is invalid lladdr.\n`);
		} else if (word === 'nud') state = stateOf(request.argument());
		else if (word === 'dev') device = request.argument();
		else address = word === 'to' ? request.argument() : word;
	}
	if (device === undefined || address === undefined)
		throw new Exit(255, 'Device and destination are required arguments.\n');
	const own = request.table.find(device);
	if (own === undefined) throw cannotFind(device);
	const entry: Neighbour = { address, device, mac: (mac ?? own.mac).toLowerCase(), state };
	request.change((table) => setNeighbour(table, verb, entry));
	return 0;
}

function* list(request: IpRequest, verb: 'show' | 'flush'): Task<number> {
	const { options, run, table } = request;
	let device: string | undefined;
	let state: string | undefined;
	let address: string | undefined;
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (word === 'dev') device = request.argument();
		else if (word === 'nud') {
			const given = request.argument();
			state = given === 'all' ? undefined : stateOf(given);
		} else if (word === 'proxy' || word === 'unused') continue;
		else address = word === 'to' ? request.argument() : word;
	}
	if (verb === 'flush' && request.words.length === 0) throw new Exit(255, 'Flush requires arguments.\n');
	if (device !== undefined && table.find(device) === undefined) throw cannotFind(device);
	const found = table
		.neighbours()
		.filter((each) => device === undefined || each.device === device)
		.filter((each) => state === undefined || each.state === state)
		.filter((each) => address === undefined || address === 'all' || each.address === address);
	if (options.family === 'inet6') return 0;
	if (verb === 'flush') {
		request.change((links) => {
			// Those that were set by hand stay.
			for (const each of found) if (each.state !== 'PERMANENT' || state !== undefined) setNeighbour(links, 'del', each);
		});
		return 0;
	}
	if (options.json) {
		yield* run.out.write(jsonText(found.map(neighbourJson), options.pretty));
		return 0;
	}
	for (const { address: each, device: name, mac, state: now } of found) {
		yield* run.out.write(`${each} ${device === undefined ? `dev ${name} ` : ''}lladdr ${mac} ${now} \n`);
	}
	return 0;
}
