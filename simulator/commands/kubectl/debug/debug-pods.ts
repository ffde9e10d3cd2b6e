import { objectType, typeSchema } from '../../../api/schema/schema.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { applyStrategicMergePatch } from '../../../machinery/patch/strategic-merge.ts';
import type { Task } from '../../../machinery/task.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { DebugContainer, DebugPod, KeepFlags, Profile } from './profiles.ts';

/** What the command line asks for. */
export interface DebugOptions {
	readonly image: string;
	readonly container: string;
	readonly command: readonly string[];
	readonly argumentsOnly: boolean;
	readonly env: readonly { readonly name: string; readonly value: string }[];
	readonly pullPolicy: string;
	readonly stdin: boolean;
	readonly tty: boolean;
	readonly quiet: boolean;
	readonly target: string;
	readonly copyTo: string;
	readonly sameNode: boolean;
	readonly setImages: ReadonlyMap<string, string>;
	/** Undefined leaves the Pod's own way. */
	readonly shareProcesses: boolean | undefined;
	readonly keep: KeepFlags;
	readonly profile: Profile;
	/** A container's fields that go over those of the profile. */
	readonly custom: JsonObject | undefined;
}

/** The Pod with one ephemeral container more. Models generateDebugContainer. */
export function* withEphemeralContainer(
	kubectl: Kubectl,
	pod: KubeObject,
	options: DebugOptions,
): Task<{ pod: DebugPod; name: string }> {
	const copy = copyOf(pod);
	const name = yield* containerName(kubectl, copy, options);
	const container: DebugContainer = {
		...newContainer(name, options),
		...(options.target === '' ? {} : { targetContainerName: options.target }),
	};
	const list = [...(copy.spec.ephemeralContainers ?? []), container];
	copy.spec.ephemeralContainers = list;
	options.profile(copy, name, 'ephemeral', options.keep);
	if (options.custom !== undefined) list[list.length - 1] = customized(list.at(-1) as DebugContainer, options.custom);
	return { pod: copy, name };
}

/** A Pod in the namespaces of a node. Models generateNodeDebugPod. */
export function* nodePod(kubectl: Kubectl, node: string, options: DebugOptions): Task<{ pod: DebugPod; name: string }> {
	const name = options.container === '' ? 'debugger' : options.container;
	const podName = `node-debugger-${node}-${randomSuffix(kubectl)}`;
	if (!options.quiet)
		yield* kubectl.io.out(`Creating debugging pod ${podName} with container ${name} on node ${node}.\n`);
	const pod: DebugPod = {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: { name: podName, labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' } },
		spec: {
			containers: [newContainer(name, options)],
			nodeName: node,
			restartPolicy: 'Never',
			tolerations: [{ operator: 'Exists' }],
		},
	};
	options.profile(pod, name, 'node', options.keep);
	if (options.custom !== undefined)
		pod.spec.containers = pod.spec.containers.map((each) => customized(each, options.custom as JsonObject));
	return { pod, name };
}

/**
 * A copy of a Pod with a container more, or one changed; the name is empty when only images were changed.
 * Models generatePodCopyWithDebugContainer.
 */
export function* podCopy(
	kubectl: Kubectl,
	original: KubeObject,
	options: DebugOptions,
): Task<{ pod: DebugPod; name: string }> {
	const { spec, metadata } = copyOf(original);
	const pod: DebugPod = { apiVersion: 'v1', kind: 'Pod', metadata: metadataOf(metadata, options.copyTo), spec };
	delete spec.ephemeralContainers;
	if (options.shareProcesses !== undefined) spec.shareProcessNamespace = options.shareProcesses;
	if (!options.sameNode) delete spec.nodeName;
	for (const container of spec.containers) {
		const image = options.setImages.get(container.name) ?? options.setImages.get('*') ?? '';
		if (image !== '') container.image = image;
	}
	let name = options.container;
	let container = [...spec.containers, ...(spec.initContainers ?? [])].find((each) => each.name === name);
	if (container === undefined) {
		if (options.image === '') {
			if (options.setImages.size > 0) return { pod, name: '' };
			throw new CommandError('you must specify image when creating new container');
		}
		name = yield* containerName(kubectl, pod, options);
		container = { name, terminationMessagePolicy: 'File' };
		spec.containers.push(container);
	}
	changeContainer(container, options);
	options.profile(pod, name, 'copy', options.keep);
	const { custom } = options;
	if (custom !== undefined) {
		if (!spec.containers.some((each) => each.name === name))
			throw new CommandError(`unable to find the ${name} container in the pod ${options.copyTo}`);
		spec.containers = spec.containers.map((each) => (each.name === name ? customized(each, custom) : each));
	}
	return { pod, name };
}

function metadataOf({ namespace, labels, annotations }: DebugPod['metadata'], name: string): DebugPod['metadata'] {
	return {
		name,
		...(namespace === undefined ? {} : { namespace }),
		...(labels === undefined ? {} : { labels }),
		...(annotations === undefined ? {} : { annotations }),
	};
}

function changeContainer(container: DebugContainer, options: DebugOptions): void {
	if (options.command.length > 0) {
		container[options.argumentsOnly ? 'args' : 'command'] = [...options.command];
		if (!options.argumentsOnly) delete container.args;
	}
	if (options.env.length > 0) container.env = [...options.env];
	if (options.image !== '') container.image = options.image;
	if (options.pullPolicy !== '') container.imagePullPolicy = options.pullPolicy;
	container.stdin = options.stdin;
	container.tty = options.tty;
}

function newContainer(name: string, options: DebugOptions): DebugContainer {
	const { image, command, argumentsOnly, env, pullPolicy, stdin, tty } = options;
	return {
		name,
		image,
		...(command.length === 0 ? {} : { [argumentsOnly ? 'args' : 'command']: [...command] }),
		...(env.length === 0 ? {} : { env: [...env] }),
		resources: {},
		terminationMessagePolicy: 'File',
		...(pullPolicy === '' ? {} : { imagePullPolicy: pullPolicy }),
		...(stdin ? { stdin } : {}),
		...(tty ? { tty } : {}),
	};
}

function customized(container: DebugContainer, custom: JsonObject): DebugContainer {
	const root = typeSchema('io.k8s.api.core.v1.Container');
	const schema = root === undefined ? undefined : { root, objectType };
	const patch = { ...custom, name: container.name };
	return applyStrategicMergePatch(container as JsonObject, patch, schema) as unknown as DebugContainer;
}

function* containerName(kubectl: Kubectl, pod: DebugPod, options: DebugOptions): Task<string> {
	if (options.container !== '') return options.container;
	const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
	const taken = new Set([...containers, ...initContainers, ...ephemeralContainers].map((each) => each.name));
	let name = '';
	while (name === '' || taken.has(name)) name = `debugger-${randomSuffix(kubectl)}`;
	if (!options.quiet) yield* kubectl.io.out(`Defaulting debug container name to ${name}.\n`);
	return name;
}

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** Models apimachinery rand.String(5). */
function randomSuffix(kubectl: Kubectl): string {
	let text = '';
	for (let i = 0; i < 5; i++) text += LETTERS.charAt(kubectl.process.randomUint32() % LETTERS.length);
	return text;
}

function copyOf(pod: KubeObject): DebugPod {
	return JSON.parse(JSON.stringify(pod)) as DebugPod;
}
