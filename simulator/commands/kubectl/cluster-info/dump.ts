import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, duration, string, stringSlice } from '../../flags.ts';
import { CapturedStreams } from '../captured-streams.ts';
import { defineCommand } from '../command.ts';
import { CommandError, isUserError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { makeDirectories } from '../make-directories.ts';
import type { PrintFlagValues } from '../printing/print-flags.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable, Printer } from '../printing/printer.ts';
import type { RestClient } from '../rest-client.ts';
import { dirName } from '../streams.ts';

/** What is dumped of every namespace: the file's name and where the list is. */
const LISTS: readonly (readonly [file: string, root: string, resource: string])[] = [
	['events', '/api/v1', 'events'],
	['replication-controllers', '/api/v1', 'replicationcontrollers'],
	['services', '/api/v1', 'services'],
	['daemonsets', '/apis/apps/v1', 'daemonsets'],
	['deployments', '/apis/apps/v1', 'deployments'],
	['replicasets', '/apis/apps/v1', 'replicasets'],
	['pods', '/api/v1', 'pods'],
];

export const clusterInfoDump = defineCommand({
	name: 'dump',
	use: 'dump',
	short: 'Dump relevant information for debugging and diagnosis',
	long: `Dump cluster information out suitable for debugging and diagnosing cluster problems.  By default, dumps everything to stdout. You can optionally specify a directory with --output-directory.  If you specify a directory, Kubernetes will build a set of files in that directory.  By default, only dumps things in the current namespace and 'kube-system' namespace, but you can switch to a different namespace with the --namespaces flag, or specify --all-namespaces to dump all namespaces.

 The command also dumps the logs of all of the pods in the cluster; these logs are dumped into different directories based on namespace and pod name.`,
	examples: `
# The cluster's state to stdout
kubectl cluster-info dump

# The cluster's state to /path/to/cluster-state
kubectl cluster-info dump --output-directory=/path/to/cluster-state

# All namespaces
kubectl cluster-info dump --all-namespaces

# Some namespaces to /path/to/cluster-state
kubectl cluster-info dump --namespaces default,kube-system --output-directory=/path/to/cluster-state`,
	flagsInUseLine: true,
	flags: {
		...PRINT_FLAGS,
		output: { ...PRINT_FLAGS.output, default: 'json' },
		'all-namespaces': bool(false, 'If true, dump all namespaces.  If true, --namespaces is ignored.', {
			shorthand: 'A',
		}),
		namespaces: stringSlice('A comma separated list of namespaces to dump.'),
		'output-directory': string(
			'',
			"Where to output the files.  If empty or '-' uses stdout, otherwise creates a directory hierarchy in that directory",
		),
		'pod-running-timeout': duration(
			20_000,
			'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
		),
	},
	*run({ kubectl, flags }) {
		const directory = flags['output-directory'];
		if (flags.output === 'name') throw new CommandError('list types are not supported by name printing: *v1.NodeList');
		const client = yield* kubectl.client();
		// One printer for everything would put "---" between files, so that each file has its own.
		const printer = yield* printerOf(kubectl, flags, { operation: '', typed: true });
		const sink = new DumpSink(kubectl, directory === '-' ? '' : directory, { client, printer, flags });
		yield* sink.list('nodes', '/api/v1/nodes');
		for (const namespace of yield* namespacesToDump(kubectl, flags['all-namespaces'], flags.namespaces)) {
			let pods: KubeObject[] = [];
			for (const [file, root, resource] of LISTS)
				pods = yield* sink.list(`${namespace}/${file}`, `${root}/namespaces/${namespace}/${resource}`);
			for (const pod of pods)
				yield* sink.write(`${namespace}/${pod.metadata.name}/logs.txt`, yield* logsOf(kubectl, pod));
		}
		if (!sink.toStdout) yield* kubectl.io.out(`Cluster info dumped to ${directory}\n`);
	},
});

function* namespacesToDump(kubectl: Kubectl, all: boolean, chosen: readonly string[]): Task<readonly string[]> {
	if (all) {
		const client = yield* kubectl.client();
		const list = yield* client.get<{ items?: KubeObject[] }>('/api/v1/namespaces');
		return (list.items ?? []).map((each) => each.metadata.name);
	}
	return chosen.length > 0 ? chosen : ['kube-system', (yield* kubectl.namespace()).namespace];
}

interface PodLike extends KubeObject {
	readonly spec: {
		readonly initContainers?: readonly { readonly name: string }[];
		readonly containers: readonly { readonly name: string }[];
	};
}

function* logsOf(kubectl: Kubectl, pod: KubeObject): Task<string> {
	const { namespace, name } = pod.metadata;
	const { spec } = pod as PodLike;
	const client = yield* kubectl.client();
	let text = '';
	for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
		const title = `logs for container ${container.name} of pod ${namespace}/${name} ====`;
		text += `==== START ${title}\n`;
		try {
			const path = `/api/v1/namespaces/${namespace}/pods/${name}/log`;
			text += yield* client.text({ method: 'GET', path, query: [['container', container.name]] });
		} catch (error) {
			if (!isUserError(error)) throw error;
			text += `Request log error: ${error.message}\n`;
		}
		text += `==== END ${title}\n`;
	}
	return text;
}

interface DumpMeans {
	readonly client: RestClient;
	/** For stdout. */
	readonly printer: Printer;
	readonly flags: PrintFlagValues;
}

/** Stdout, or files below a directory. */
class DumpSink {
	readonly #kubectl: Kubectl;
	readonly #directory: string;
	readonly #means: DumpMeans;

	constructor(kubectl: Kubectl, directory: string, means: DumpMeans) {
		this.#kubectl = kubectl;
		this.#directory = directory;
		this.#means = means;
	}
	get toStdout(): boolean {
		return this.#directory === '';
	}
	/** Fetches what is at `path` and writes it into `file`, whose name lacks the extension. */
	*list(file: string, path: string): Task<KubeObject[]> {
		const { client, flags } = this.#means;
		const list = yield* client.get<Printable & { items?: KubeObject[] }>(path);
		if (this.toStdout) yield* this.#means.printer.print(list);
		else {
			const extension = flags.output === 'json' || flags.output === 'yaml' ? `.${flags.output}` : '.txt';
			const io = new CapturedStreams(this.#kubectl.process);
			const printer = yield* printerOf({ io }, flags, { operation: '', typed: true });
			yield* printer.print(list);
			yield* this.write(`${file}${extension}`, io.text);
		}
		return list.items ?? [];
	}

	*write(file: string, text: string): Task<void> {
		if (this.toStdout) {
			yield* this.#kubectl.io.out(text);
			return;
		}
		const path = `${this.#directory}/${file}`;
		makeDirectories(this.#kubectl.process, dirName(path));
		yield* this.#kubectl.io.writeFile(path, text);
	}
}
