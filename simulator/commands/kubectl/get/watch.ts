import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import { TABLE_STYLE, TabWriter } from '../../../machinery/tab-writer.ts';
import type { Task } from '../../../machinery/task.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { Printable } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';
import { collectResources, isCollection } from '../resources.ts';
import { resourcePath } from '../rest-mapper.ts';
import { filenamesOf } from '../shared-flags.ts';
import type { GetInvocation, GetOptions } from '../verbs/get.ts';
import type { GetPrinter } from './get-printer.ts';
import { getPrinterOf } from './get-printer.ts';
import { tableRequest } from './table-request.ts';

/** `get -w`: prints what is there, then every change until it is stopped. Models GetOptions.watch. */
export function* watchResources(invocation: GetInvocation, options: GetOptions): Task<void> {
	const { kubectl, flags } = invocation;
	const table = tableRequest(options, flags['sort-by'] !== '');
	const info = yield* theOneThing(invocation, options, table);
	if (info === undefined) return;
	const mapping = info.mapping;
	if (mapping === undefined) throw new Error('assertion failed: a watch needs a mapping');
	const printer = yield* getPrinterOf(invocation, mapping, flags['all-namespaces'] && mapping.namespaced, false);
	const out = new TabWriter(TABLE_STYLE);
	const object = info.object as KubeObject;
	const isList = isCollection(object) && info.name === '';
	const withEvents = flags['output-watch-events'];
	if (!flags['watch-only']) {
		for (const each of initialObjects(object as unknown as Printable))
			yield* show(kubectl, printer, out, withEvents ? { type: 'ADDED', object: each } : each);
	}
	const client = yield* kubectl.client();
	const query: (readonly [string, string])[] = [...(table.query ?? [])];
	if (flags.selector !== '') query.push(['labelSelector', flags.selector]);
	const fieldSelector = isList
		? flags['field-selector']
		: [`metadata.name=${info.name}`, flags['field-selector']].filter((each) => each !== '').join(',');
	if (fieldSelector !== '') query.push(['fieldSelector', fieldSelector]);
	// A watch of one object starts over with an event for it, which has been printed already.
	query.push(['resourceVersion', isList ? (object.metadata.resourceVersion ?? '0') : '0']);
	const namespace = isList && flags['all-namespaces'] ? '' : info.namespace;
	const stream = yield* client.watch(resourcePath(mapping, namespace), query, table.accept);
	let skip = !isList;
	for (;;) {
		const event = yield* stream.next();
		if (event === undefined || event === 'timeout') return;
		if (event.type === 'BOOKMARK') continue;
		if (event.type === 'ERROR') throw new ApiError(event.object as ApiError['status']);
		const shown = withEvents ? { type: event.type, object: event.object } : (event.object as Printable);
		if (!skip) yield* show(kubectl, printer, out, shown);
		skip = false;
	}
}

function* show(kubectl: Kubectl, printer: GetPrinter, out: TabWriter, object: Printable): Task<void> {
	const task = printer.print(object, out);
	if (task !== undefined) yield* task;
	yield* kubectl.io.out(out.flush());
}

function* theOneThing(
	invocation: GetInvocation,
	options: GetOptions,
	table: { accept?: string },
): Task<ResourceInfo | undefined> {
	const { kubectl, flags, args } = invocation;
	const { infos, error } = yield* collectResources(kubectl, {
		args,
		files: filenamesOf(flags),
		namespace: options.namespace,
		requireNamespace: options.explicitNamespace,
		allNamespaces: flags['all-namespaces'],
		allowEmptyName: true,
		selector: flags.selector,
		fieldSelector: flags['field-selector'],
		chunkSize: flags['chunk-size'],
		singleType: true,
		latest: true,
		...table,
	});
	if (error !== undefined) {
		if (flags['ignore-not-found'] && error instanceof ApiError && error.reason === 'NotFound') return undefined;
		throw error;
	}
	if (infos.length !== 1) {
		throw new CommandError(
			`watch is only supported on individual resources and resource collections - ${infos.length} resources were found`,
		);
	}
	return infos[0];
}

function initialObjects(object: Printable): Printable[] {
	if (object.kind === 'Table' || !Array.isArray(object.items)) return [object];
	const kind = String(object.kind).replace(/List$/, '');
	return (object.items as Printable[]).map((item) =>
		item.kind === undefined ? { ...item, apiVersion: object.apiVersion, kind } : item,
	);
}
