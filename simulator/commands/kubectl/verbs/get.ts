import { percentDecode } from '../../../machinery/http/url.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import { TABLE_STYLE, TabWriter } from '../../../machinery/tab-writer.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { bool, string, stringSlice } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { completeTypeAndName } from '../completion/complete-resources.ts';
import { completeSubresources, completeWords } from '../completion/complete-words.ts';
import { CommandError, isUserError, throwAll } from '../errors.ts';
import { getPrinterOf, isHumanReadable } from '../get/get-printer.ts';
import { sortItems, sortRows } from '../get/sort-by.ts';
import { tableRequest } from '../get/table-request.ts';
import { watchResources } from '../get/watch.ts';
import { PRINT_FLAGS, PRINT_FORMATS } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';
import { collectResources, isCollection } from '../resources.ts';
import { qualifiedResource } from '../rest-mapper.ts';
import {
	ALL_NAMESPACES_FLAG,
	CHUNK_SIZE_FLAG,
	FIELD_SELECTOR_FLAG,
	FILENAME_USAGE,
	filenameFlags,
	filenamesOf,
	hasFilenames,
	SELECTOR_FLAG,
} from '../shared-flags.ts';

export const GET_FORMATS = [...PRINT_FORMATS, 'custom-columns', 'custom-columns-file', 'wide'] as const;

export const GET_FLAGS = {
	...PRINT_FLAGS,
	...filenameFlags(`${FILENAME_USAGE} identifying the resource to get from a server.`),
	output: string(
		'',
		`Output format. One of: (${GET_FORMATS.join(', ')}). See custom columns [https://kubernetes.io/docs/reference/kubectl/#custom-columns], golang template [http://golang.org/pkg/text/template/#pkg-overview] and jsonpath template [https://kubernetes.io/docs/reference/kubectl/jsonpath/].`,
		{ shorthand: 'o' },
	),
	'all-namespaces': ALL_NAMESPACES_FLAG,
	'chunk-size': CHUNK_SIZE_FLAG,
	'field-selector': FIELD_SELECTOR_FLAG,
	'ignore-not-found': bool(
		false,
		'If set to true, suppresses NotFound error for specific objects that do not exist. Using this flag with commands that query for collections of resources has no effect when no resources are found.',
	),
	'label-columns': stringSlice(
		'Accepts a comma separated list of labels that are going to be presented as columns. Names are case-sensitive. You can also use multiple flag options like -L label1 -L label2...',
		{ shorthand: 'L' },
	),
	'no-headers': bool(
		false,
		"When using the default or custom-column output format, don't print headers (default print headers).",
	),
	'output-watch-events': bool(
		false,
		'Output watch event objects when --watch or --watch-only is used. Existing objects are output as initial ADDED events.',
	),
	raw: string('', 'Raw URI to request from the server.  Uses the transport specified by the kubeconfig file.'),
	selector: SELECTOR_FLAG,
	'server-print': bool(
		true,
		'If true, have the server return the appropriate table output. Supports extension APIs and CRDs.',
	),
	'show-kind': bool(false, 'If present, list the resource type for the requested object(s).'),
	'show-labels': bool(false, 'When printing, show all labels as the last column (default hide labels column)'),
	'sort-by': string(
		'',
		"If non-empty, sort list types using this field specification.  The field specification is expressed as a JSONPath expression (e.g. '{.metadata.name}'). The field in the API resource specified by this JSONPath expression must be an integer or a string.",
	),
	subresource: string('', 'If specified, gets the subresource of the requested object.'),
	watch: bool(false, 'After listing/getting the requested object, watch for changes.', { shorthand: 'w' }),
	'watch-only': bool(false, 'Watch for changes to the requested object(s), without listing/getting first.'),
} as const;

export type GetInvocation = Invocation<typeof GET_FLAGS>;

/** What was worked out from flags and arguments. */
export interface GetOptions {
	readonly namespace: string;
	readonly explicitNamespace: boolean;
	readonly humanReadable: boolean;
	/** Tables are asked of the server. */
	readonly serverPrint: boolean;
}

export const get = defineCommand({
	name: 'get',
	use: `get [(-o|--output=)${GET_FORMATS.join('|')}] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]`,
	short: 'Display one or many resources',
	long: `Display one or many resources.

 Shows the most important facts about the resources of a type in a table, one row each. A label selector (--selector) narrows the list. Resources that live in namespaces are looked for in the current namespace unless another one is given.

 With --output the resources come in another form; 'template' together with --template picks single fields.

Use "kubectl api-resources" for a complete list of supported resources.`,
	examples: `
# All pods of the current namespace, as a table
kubectl get pods

# The same with more columns, such as the node each pod runs on
kubectl get pods -o wide

# One replication controller
kubectl get replicationcontroller web

# Deployments of version "v1" of the "apps" group, as JSON
kubectl get deployments.v1.apps -o json

# One pod as JSON
kubectl get -o json pod web-pod-13je7

# The pod that a file names
kubectl get -f pod.yaml -o json

# Only the phase of a pod
kubectl get -o template pod/web-pod-13je7 --template={{.status.phase}}

# Columns of one's own
kubectl get pod test-pod -o custom-columns=CONTAINER:.spec.containers[0].name,IMAGE:.spec.containers[0].image

# Resources of two types
kubectl get rc,services

# Resources by type and name
kubectl get rc/web service/frontend pods/web-pod-13je7

# The 'status' subresource of a pod
kubectl get pod web-pod-13je7 --subresource status

# Deployments of the namespace 'backend'
kubectl get deployments.apps --namespace backend

# Pods of all namespaces
kubectl get pods --all-namespaces`,
	suggestFor: ['list', 'ps'],
	flags: GET_FLAGS,
	completeArgs: completeTypeAndName,
	completeFlags: { output: completeWords(GET_FORMATS), subresource: completeSubresources },
	complete: completeGet,
	validate: validateGet,
	run: runGet,
});

function* completeGet(invocation: GetInvocation): Task<GetOptions> {
	const { kubectl, flags, args } = invocation;
	if (flags.raw !== '') {
		if (args.length > 0) throw new CommandError('arguments may not be passed when --raw is specified');
		return { namespace: '', explicitNamespace: false, humanReadable: false, serverPrint: false };
	}
	const { namespace, explicit } = yield* kubectl.namespace();
	const output = flags.output;
	const clientPrint = output.includes('custom-columns') || output === 'yaml' || output.includes('json');
	if (flags.watch && flags['sort-by'] !== '') {
		yield* kubectl.io.err('warning: --watch requested, --sort-by will be ignored for watch events received\n');
	} else if (flags['watch-only'] && flags['sort-by'] !== '') {
		yield* kubectl.io.err('warning: --watch-only requested, --sort-by will be ignored\n');
	} else if (!flags.watch && !flags['watch-only'] && args.length === 0 && !hasFilenames(flags)) {
		yield* kubectl.io.err(
			'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
		);
		invocation.usageError(
			'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
		);
	}
	return {
		namespace,
		explicitNamespace: explicit && !flags['all-namespaces'],
		humanReadable: isHumanReadable(output, flags.template),
		serverPrint: flags['server-print'] && !clientPrint,
	};
}

function validateGet(_options: GetOptions, { flags }: GetInvocation): void {
	if (flags.raw !== '') {
		if (flags.watch || flags['watch-only'] || flags.selector !== '') {
			throw new CommandError(
				'--raw may not be specified with other flags that filter the server request or alter the output',
			);
		}
		if (flags.output !== '') throw new CommandError('--raw and --output are mutually exclusive');
		if (!/^(\/|[a-z][a-z0-9+.-]*:)/.test(flags.raw)) {
			throw new CommandError(
				`--raw must be a valid URL path: parse ${JSON.stringify(flags.raw)}: invalid URI for request`,
			);
		}
	}
	if (flags['show-labels'] && flags.output !== '' && flags.output !== 'wide') {
		throw new CommandError(`--show-labels option cannot be used with ${flags.output} printer`);
	}
	if (flags['output-watch-events'] && !flags.watch && !flags['watch-only']) {
		throw new CommandError('--output-watch-events option can only be used with --watch or --watch-only');
	}
}

function* runGet(invocation: GetInvocation, options: GetOptions): Task<void> {
	const { kubectl, flags, args } = invocation;
	if (flags.raw !== '') {
		const client = yield* kubectl.client();
		const [path, query = ''] = flags.raw.split('?') as [string, string?];
		const pairs = query === '' ? [] : query.split('&').flatMap((pair) => splitPair(pair));
		yield* kubectl.io.out(decodeUtf8(yield* client.raw({ method: 'GET', path, query: pairs })));
		return;
	}
	if (flags.watch || flags['watch-only']) {
		yield* watchResources(invocation, options);
		return;
	}
	const { infos, error, single } = yield* collectResources(kubectl, {
		args,
		files: filenamesOf(flags),
		namespace: options.namespace,
		requireNamespace: options.explicitNamespace,
		allNamespaces: flags['all-namespaces'],
		allowEmptyName: true,
		selector: flags.selector,
		fieldSelector: flags['field-selector'],
		chunkSize: flags['sort-by'] === '' ? flags['chunk-size'] : 0,
		subresource: flags.subresource,
		latest: true,
		flatten: true,
		continueOnError: true,
		...tableRequest(options, flags['sort-by'] !== ''),
		wrapsErrors: true,
		ignore: flags['ignore-not-found'] ? (each) => each instanceof ApiError && each.reason === 'NotFound' : undefined,
	});
	if (options.humanReadable) yield* printTables(invocation, options, infos, error);
	else yield* printGeneric(invocation, infos, error, single);
}

/** One pair of a query; none when it is malformed. Models net/url ParseQuery. */
function splitPair(pair: string): [string, string][] {
	const at = pair.indexOf('=');
	if (at < 0) return [[pair, '']];
	const value = percentDecode(pair.slice(at + 1));
	return value === undefined ? [] : [[pair.slice(0, at), value]];
}

/** Models GetOptions.Run: tables of one type after another, an empty line between types. */
function* printTables(
	invocation: GetInvocation,
	options: GetOptions,
	infos: readonly ResourceInfo[],
	failure: Error | undefined,
): Task<void> {
	const { kubectl, flags } = invocation;
	const errors: Error[] = failure === undefined ? [] : [failure];
	const kinds = new Set(infos.map((info) => info.mapping?.api));
	const withKind = kinds.size > 1;
	const ordered = flags['sort-by'] === '' ? [...infos] : sortItems(infos, flags['sort-by']);
	const out = new TabWriter(TABLE_STYLE);
	let printed = '';
	let lastResource: string | undefined;
	let printer: { print(object: Printable, out: TabWriter): void } | undefined;
	let allNamespaced = !flags['all-namespaces'];
	let separate = false;
	const flush = (): void => {
		const text = out.flush();
		if (text === '') return;
		printed += separate ? `\n${text}` : text;
		separate = false;
	};
	for (const info of ordered) {
		const mapping = info.mapping;
		allNamespaced = allNamespaced && mapping?.namespaced === true;
		const resource = mapping === undefined ? undefined : qualifiedResource(mapping);
		if (printer === undefined || resource !== lastResource) {
			flush();
			out.forgetWidths();
			if (lastResource !== undefined && !flags['no-headers'] && printed !== '') separate = true;
			try {
				printer = yield* getPrinterOf(
					invocation,
					mapping,
					flags['all-namespaces'] && mapping?.namespaced !== false,
					withKind,
				);
			} catch (error) {
				if (!isUserError(error)) throw error;
				if (!errors.some((each) => each.message === error.message)) errors.push(error);
				continue;
			}
			lastResource = resource;
		}
		const object = info.object as KubeObject as unknown as Printable;
		const inOrder = flags['sort-by'] === '' ? object : sortedTable(object, flags['sort-by']);
		if (inOrder !== undefined) printer.print(inOrder, out);
	}
	flush();
	yield* kubectl.io.out(printed);
	if (printed === '' && !flags['ignore-not-found'] && errors.length === 0) {
		yield* kubectl.io.err(
			allNamespaced ? `No resources found in ${options.namespace} namespace.\n` : 'No resources found\n',
		);
	}
	throwAll(errors);
}

/** Undefined when the rows cannot be sorted: the real one prints nothing of such a table, and does not say why. */
function sortedTable(table: Printable, field: string): Printable | undefined {
	try {
		return sortRows(table, field);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		return undefined;
	}
}

/** Models GetOptions.printGeneric: several objects become one List. */
function* printGeneric(
	invocation: GetInvocation,
	infos: readonly ResourceInfo[],
	failure: Error | undefined,
	single: boolean,
): Task<void> {
	const { kubectl, flags } = invocation;
	if (failure !== undefined && single) throw failure;
	const errors: Error[] = failure === undefined ? [] : [failure];
	if (infos.length === 0 && flags['ignore-not-found']) {
		throwAll(errors);
		return;
	}
	const out = new TabWriter(TABLE_STYLE);
	const printer = yield* getPrinterOf(invocation, undefined, false, false);
	const only = infos.length === 1 ? (infos[0] as ResourceInfo).object : undefined;
	let object: Printable;
	if (!single || only === undefined) {
		object = {
			apiVersion: 'v1',
			items: infos.map((info) => info.object),
			kind: 'List',
			metadata: { resourceVersion: '' },
		};
	} else {
		object = isCollection(only)
			? { ...(only as unknown as Printable), apiVersion: 'v1', kind: 'List' }
			: (only as unknown as Printable);
	}
	if (flags['sort-by'] !== '') object = sortRows(object, flags['sort-by']);
	try {
		const task = printer.print(object, out);
		if (task !== undefined) yield* task;
	} catch (error) {
		if (!isUserError(error)) throw error;
		errors.push(error);
	}
	// Lines before the one that failed are shown.
	yield* kubectl.io.out(out.flush());
	throwAll(errors);
}
