import { EngineError } from '../../../hosts/containers/container-request.ts';
import { formatJson } from '../../../machinery/format-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string } from '../../flags.ts';
import type { EngineCommand, EngineRun } from '../engine-command.ts';
import { containerJson, imageJson, networkJson, volumeJson } from '../inspect-json.ts';
import { render } from '../table.ts';

type Finder = (run: EngineRun, name: string) => object | undefined;

const FLAGS = {
	format: string('', 'Format output using a custom template', { shorthand: 'f' }),
	size: bool(false, 'Display total file sizes if the type is container', { shorthand: 's' }),
	type: string('', 'Only inspect objects of the given type'),
	latest: bool(false, 'Act on the latest container', { shorthand: 'l', hidden: true }),
};

/** How each kind of thing is found; docker and podman look in this order. */
const FINDERS: readonly (readonly [string, Finder])[] = [
	['container', ({ engine }, name) => ifFound(engine().find(name), (found) => containerJson(engine(), found))],
	['image', ({ engine }, name) => ifFound(findImage(engine(), name), (found) => imageJson(engine(), found))],
	['network', ({ engine }, name) => ifFound(engine().networks.find(name), (found) => networkJson(engine(), found))],
	['volume', ({ engine }, name) => ifFound(engine().volumes.find(name), (found) => volumeJson(engine(), found))],
];

function findImage(engine: ReturnType<EngineRun['engine']>, name: string) {
	try {
		return engine.images.find(name);
	} catch (error) {
		if (error instanceof EngineError) return undefined;
		throw error;
	}
}

function ifFound<T>(found: T | undefined, show: (found: T) => object): object | undefined {
	return found === undefined ? undefined : show(found);
}

export const inspect: EngineCommand = {
	names: ['inspect'],
	usage: '[OPTIONS] NAME|ID [NAME|ID...]',
	short: 'Return low-level information on Docker objects',
	flags: FLAGS,
	*run(run) {
		const type = run.text('type');
		return yield* inspected(
			run,
			type === '' || type === 'all' ? FINDERS : FINDERS.filter(([kind]) => kind === type),
			'object',
		);
	},
	least: 1,
};

function inspectOf(kind: string, usage: string): EngineCommand {
	return {
		names: [`${kind} inspect`],
		usage: `[OPTIONS] ${usage} [${usage}...]`,
		short: `Display detailed information on one or more ${kind}s`,
		flags: FLAGS,
		least: 1,
		run: (run) =>
			inspected(
				run,
				FINDERS.filter(([each]) => each === kind),
				kind,
			),
	};
}

export const inspectContainer = inspectOf('container', 'CONTAINER');
export const inspectImage = inspectOf('image', 'IMAGE');
export const inspectNetwork = inspectOf('network', 'NETWORK');
export const inspectVolume = inspectOf('volume', 'VOLUME');

function* inspected(run: EngineRun, finders: readonly (readonly [string, Finder])[], what: string): Task<number> {
	const { kind } = run;
	const found: object[] = [];
	const missing: string[] = [];
	for (const name of run.operands) {
		const object = finders.map(([, find]) => find(run, name)).find((each) => each !== undefined);
		if (object === undefined) missing.push(name);
		else found.push(object);
	}
	const format = run.text('format');
	if (format !== '' && format !== 'json') {
		for (const object of found) yield* run.out.write(`${render(kind, format, object)}\n`);
	} else if (format === 'json' && kind === 'docker') {
		yield* run.out.write(`${JSON.stringify(found)}\n`);
	} else if (found.length === 0) yield* run.out.write('[]\n');
	else
		yield* run.out.write(`${formatJson(found, { indent: kind === 'docker' ? '    ' : '     ', keepOrder: true })}\n`);
	for (const name of missing) yield* run.say(missingText(kind, what, name));
	return missing.length === 0 ? 0 : kind === 'docker' ? 1 : 125;
}

function missingText(kind: EngineRun['kind'], what: string, name: string): string {
	if (kind === 'podman') {
		if (what === 'image') return `Error: ${name}: image not known\n`;
		if (what === 'network')
			return `Error: network ${name}: unable to find network with name or ID ${name}: network not found\n`;
		if (what === 'volume') return `Error: no such volume ${name}\n`;
		return what === 'container'
			? `Error: no such container ${name}\n`
			: `Error: no such object: ${JSON.stringify(name)}\n`;
	}
	if (what === 'object') return `Error: No such object: ${name}\n`;
	if (what === 'network') return `Error response from daemon: network ${name} not found\n`;
	if (what === 'volume') return `Error response from daemon: get ${name}: no such volume\n`;
	return `Error response from daemon: No such ${what}: ${what === 'image' && !name.includes(':') ? `${name}:latest` : name}\n`;
}
