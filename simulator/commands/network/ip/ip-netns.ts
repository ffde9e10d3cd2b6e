import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../../kernel/signals.ts';
import type { Task } from '../../../machinery/task.ts';
import { launch } from '../../launch.ts';
import { Exit } from '../../unix-command.ts';
import { jsonText } from './ip-json.ts';
import { abbreviates, type IpRequest } from './ip-request.ts';

const FOLDER = '/run/netns';

/** Models ip/ipnetns.c do_netns. */
export function* ipNetns(request: IpRequest, verb: string | undefined): Task<number> {
	if (verb === undefined || abbreviates(verb, 'list', 'show', 'lst')) return yield* list(request);
	if (abbreviates(verb, 'list-id')) return 0;
	if (abbreviates(verb, 'add')) return yield* add(request);
	if (abbreviates(verb, 'set')) return 0;
	if (abbreviates(verb, 'delete')) return remove(request);
	if (abbreviates(verb, 'identify')) return yield* identify(request);
	if (abbreviates(verb, 'pids')) return yield* pids(request);
	if (abbreviates(verb, 'exec')) return yield* execute(request);
	throw new Exit(255, `Command "${verb}" is unknown, try "ip netns help".\n`);
}

/** Differs: which namespaces know each other by a number is not kept but for pairs of devices. */
function* list(request: IpRequest): Task<number> {
	const { netlink, options, run } = request;
	const names = netlink.names();
	const isKnown = (name: string): boolean =>
		netlink
			.named(name)
			?.devices()
			.some((device) => device.far?.()?.home === netlink.table) === true;
	const known = [...names].reverse().filter(isKnown);
	const shown = names.map((name) => ({ name, ...(known.includes(name) && { id: known.indexOf(name) }) }));
	if (options.json) {
		yield* run.out.write(jsonText(shown, options.pretty));
		return 0;
	}
	for (const { name, id: number } of shown)
		yield* run.out.write(`${name}${number === undefined ? '' : ` (id: ${number})`}\n`);
	return 0;
}

function nameOf(request: IpRequest): string {
	const name = request.next();
	if (name === undefined) throw new Exit(1, 'No netns name specified\n');
	if (name.includes('/') || name.length > 255 || name === '' || name === '.' || name === '..') {
		throw new Exit(255, `Invalid netns name "${name}"\n`);
	}
	return name;
}

function* add(request: IpRequest): Task<number> {
	const name = nameOf(request);
	const { process } = request.run;
	try {
		request.netlink.addName(name);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'EPERM') throw new Exit(1, `mkdir ${FOLDER} failed: Permission denied\n`);
		throw new Exit(1, `Cannot create namespace file "${FOLDER}/${name}": ${errorMessage(error.errno)}\n`);
	}
	ignoring(() => process.mkdir('/run', 0o755));
	ignoring(() => process.mkdir(FOLDER, 0o755));
	try {
		process.close(yield* process.open(`${FOLDER}/${name}`, { create: true, write: true }, 0o444));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	return 0;
}

function ignoring(call: () => void): void {
	try {
		call();
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

function remove(request: IpRequest): number {
	if (request.options.all) {
		for (const name of request.netlink.names()) removeName(request, name);
		return 0;
	}
	removeName(request, nameOf(request));
	return 0;
}

function removeName(request: IpRequest, name: string): void {
	try {
		request.netlink.deleteName(name);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `Cannot remove namespace file "${FOLDER}/${name}": ${errorMessage(error.errno)}\n`);
	}
	ignoring(() => request.run.process.unlink(`${FOLDER}/${name}`));
}

function* identify(request: IpRequest): Task<number> {
	const word = request.next() ?? 'self';
	const { netlink, run } = request;
	if (word !== 'self' && !/^\d+$/.test(word)) throw new Exit(255, `Invalid process identifier '${word}'\n`);
	const table = word === 'self' ? netlink.table : netlink.ofProcess(Number(word));
	if (table === undefined)
		throw new Exit(255, `Could not open netns file /proc/${word}/ns/net: No such file or directory\n`);
	yield* run.out.write(`${netlink.nameOf(table) ?? ''}\n`);
	return 0;
}

function* pids(request: IpRequest): Task<number> {
	const name = nameOf(request);
	const table = request.netlink.named(name);
	if (table === undefined) throw new Exit(255, `Cannot open network namespace: No such file or directory\n`);
	for (const pid of request.netlink.pids(table)) yield* request.run.out.write(`${pid}\n`);
	return 0;
}

/** The process is in the namespace of that name from now on; ends the command when that cannot be. */
export function enterNamed(process: Process, name: string): void {
	try {
		process.machine.netlink.enter(name);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const why = errorMessage(error.errno);
		if (error.errno === 'EPERM') throw new Exit(255, `setting the network namespace "${name}" failed: ${why}\n`);
		throw new Exit(255, `Cannot open network namespace "${name}": ${why}\n`);
	}
}

function* execute(request: IpRequest): Task<number> {
	const { netlink, options, run, words } = request;
	if (!options.all) {
		const name = nameOf(request);
		const argv = words.slice(words.indexOf(name) + 1);
		if (argv.length === 0) throw new Exit(1, 'No command specified\n');
		enterNamed(run.process, name);
		return yield* runIn(request, argv);
	}
	if (words.length === 0) throw new Exit(1, 'No command specified\n');
	for (const name of netlink.names()) {
		yield* run.out.write(`\nnetns: ${name}\n`);
		yield* run.out.flush();
		enterNamed(run.process, name);
		yield* runIn(request, words);
	}
	return 0;
}

function* runIn({ run }: IpRequest, argv: readonly string[]): Task<number> {
	try {
		launch(run.process, argv);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `exec of "${argv[0]}" failed: ${errorMessage(error.errno)}\n`);
	}
	const result = yield* run.process.wait(-1);
	if (result?.kind === 'signaled') return 128 + SIGNAL_NUMBERS[result.signal];
	return result?.kind === 'exited' ? result.status : 0;
}
