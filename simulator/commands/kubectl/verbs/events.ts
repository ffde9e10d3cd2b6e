import type { Event } from '../../../api/core/types/object.ts';
import { humanDuration } from '../../../machinery/duration.ts';
import { TABLE_STYLE, TabWriter } from '../../../machinery/tab-writer.ts';
import type { Task } from '../../../machinery/task.ts';
import { mustParseTime } from '../../../machinery/timestamp.ts';
import { bool, string, stringSlice } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { CommandError, RawError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { PRINT_FLAGS, PRINT_FORMATS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import { escapeTerminal } from '../printing/table-printer.ts';
import { ALL_NAMESPACES_FLAG, CHUNK_SIZE_FLAG } from '../shared-flags.ts';

const EVENT_FLAGS = {
	...PRINT_FLAGS,
	'all-namespaces': ALL_NAMESPACES_FLAG,
	'chunk-size': CHUNK_SIZE_FLAG,
	for: string('', 'Filter events to only those pertaining to the specified resource.'),
	'no-headers': bool(false, "When using the default output format, don't print headers."),
	types: stringSlice('Output only events of given types.'),
	watch: bool(false, 'After listing the requested events, watch for more events.', { shorthand: 'w' }),
} as const;

type EventsInvocation = Invocation<typeof EVENT_FLAGS>;

export const events = defineCommand({
	name: 'events',
	use: `events [(-o|--output=)${PRINT_FORMATS.join('|')}] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]`,
	short: 'List events',
	long: `Display events.

 Prints a table of the most important information about events. You can request events for a namespace, for all namespace, or filtered to only those pertaining to a specified resource.`,
	examples: `
# Those of the default namespace
kubectl events

# Those of all namespaces
kubectl events --all-namespaces

# Those about a pod, and more as they come
kubectl events --for pod/web-pod-13je7 --watch

# As YAML
kubectl events -oyaml

# Of some types
kubectl events --types=Warning,Normal`,
	flags: EVENT_FLAGS,
	*run(invocation) {
		const { kubectl, flags } = invocation;
		const { namespace } = yield* kubectl.namespace();
		const selector = yield* selectorFor(kubectl, flags.for);
		const show = yield* showerOf(invocation);
		if (flags.types.some((type) => !/^(normal|warning)$/i.test(type)))
			throw new CommandError('valid --types are Normal or Warning');
		const scope = flags['all-namespaces'] ? '' : `/namespaces/${namespace}`;
		const path = `/api/v1${scope}/events`;
		const query: (readonly [string, string])[] = [['limit', '500']];
		if (selector !== '') query.push(['fieldSelector', selector]);
		if (flags.watch) {
			yield* watchEvents(invocation, path, query, show);
			return;
		}
		const items = (yield* listEvents(kubectl, path, query)).filter((event) => isWanted(event, flags.types));
		if (items.length === 0) {
			const where = flags['all-namespaces'] ? '.' : ` in ${namespace} namespace.`;
			yield* kubectl.io.err(`No events found${where}\n`);
			return;
		}
		// A list has no name to print, and nobody looks at that error.
		if (flags.output === 'name') return;
		yield* show.list(items.sort((a, b) => timeOf(a) - timeOf(b)));
	},
});

function isWanted(event: Event, types: readonly string[]): boolean {
	return types.length === 0 || types.some((type) => type.toLowerCase() === (event.type ?? '').toLowerCase());
}

/** Field selector for "pod/web"; '' for anything. */
function* selectorFor(kubectl: Kubectl, object: string): Task<string> {
	if (object === '') return '';
	const parts = object.split('/');
	if (parts.length < 2) throw new CommandError('--for must be in resource/name form');
	if (parts.length > 2) throw new CommandError('arguments in resource/name form may not have more than one slash');
	const mapper = yield* kubectl.mapper();
	const type = (parts[0] as string).toLowerCase();
	const mapping = mapper.tryMappingFor(type);
	if (mapping === undefined) {
		const [resource, ...group] = type.split('.');
		const inGroup = group.length === 0 ? '' : ` in group ${JSON.stringify(group.join('.'))}`;
		throw new RawError(`the server doesn't have a resource type ${JSON.stringify(resource)}${inGroup}`);
	}
	const { group, version, kind } = mapping;
	const apiVersion = group === '' ? version : `${group}/${version}`;
	return `involvedObject.kind=${kind},involvedObject.apiVersion=${apiVersion},involvedObject.name=${parts[1]}`;
}

function* listEvents(kubectl: Kubectl, path: string, query: readonly (readonly [string, string])[]): Task<Event[]> {
	const client = yield* kubectl.client();
	const all: Event[] = [];
	let token = '';
	do {
		const page = token === '' ? query : [...query, ['continue', token] as const];
		const list = yield* client.get<{ items?: Event[]; metadata?: { continue?: string } }>(path, page);
		all.push(...(list.items ?? []).map((event) => ({ ...event, kind: 'Event', apiVersion: 'v1' })));
		token = list.metadata?.continue ?? '';
	} while (token !== '');
	return all;
}

interface Shower {
	list(events: readonly Event[]): Task<void>;
	one(event: Event): Task<void>;
}

/** Objects in a format, or lines of a table whose columns never get narrower. */
function* showerOf({ kubectl, flags }: EventsInvocation): Task<Shower> {
	if (flags.output !== '') {
		const printer = yield* printerOf(kubectl, flags, { operation: 'events', typed: true });
		return {
			list: (all) => printer.print({ kind: 'EventList', apiVersion: 'v1', metadata: {}, items: [...all] }),
			one: (event) => printer.print(event as unknown as Printable),
		};
	}
	return new EventTable(kubectl, flags);
}

class EventTable implements Shower {
	readonly #kubectl: Kubectl;
	readonly #everywhere: boolean;
	readonly #tabs = new TabWriter(TABLE_STYLE);
	#headed: boolean;

	constructor(kubectl: Kubectl, flags: EventsInvocation['flags']) {
		this.#kubectl = kubectl;
		this.#everywhere = flags['all-namespaces'];
		this.#headed = flags['no-headers'];
	}

	*list(all: readonly Event[]): Task<void> {
		const heading = `${this.#everywhere ? 'NAMESPACE\t' : ''}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n`;
		if (!this.#headed) this.#tabs.write(heading);
		this.#headed = true;
		for (const event of all) {
			const { kind = '', name = '' } = event.involvedObject;
			const cells = [
				...(this.#everywhere ? [event.metadata.namespace ?? ''] : []),
				lastSeen(event, this.#kubectl.process.now()),
				escapeTerminal(event.type ?? ''),
				escapeTerminal(event.reason ?? ''),
				`${escapeTerminal(kind)}/${escapeTerminal(name)}`,
				escapeTerminal((event.message ?? '').trim()),
			];
			this.#tabs.write(`${cells.join('\t')}\n`);
		}
		yield* this.#kubectl.io.out(this.#tabs.flush());
	}

	one(event: Event): Task<void> {
		return this.list([event]);
	}
}

function timeOf(event: Event): number {
	const time = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime;
	return time === undefined || time === null ? -Infinity : mustParseTime(time);
}

/** "2m (x5 over 10m)". Models events getInterval. */
function lastSeen(event: Event, nowMs: number): string {
	const since = (time: string | null | undefined): string =>
		time === undefined || time === null ? '<unknown>' : humanDuration(nowMs - mustParseTime(time));
	const first = since(event.eventTime ?? event.firstTimestamp);
	if (event.series !== undefined && event.series !== null)
		return `${since(event.series.lastObservedTime)} (x${event.series.count ?? 0} over ${first})`;
	return (event.count ?? 0) > 1 ? `${since(event.lastTimestamp)} (x${event.count} over ${first})` : first;
}

function* watchEvents(
	{ kubectl, flags }: EventsInvocation,
	path: string,
	query: readonly (readonly [string, string])[],
	show: Shower,
): Task<void> {
	const client = yield* kubectl.client();
	const stream = yield* client.watch(path, query);
	for (;;) {
		const event = yield* stream.next();
		if (event === undefined || event === 'timeout') return;
		if (event.type === 'DELETED' || event.type === 'ERROR' || event.type === 'BOOKMARK') continue;
		const object = event.object as Event;
		if (isWanted(object, flags.types)) yield* show.one(object);
	}
}
