import type { KubeObject } from '../../../machinery/meta.ts';
import { isObject, type JsonObject } from '../../../machinery/patch/json-object.ts';
import { createTwoWayMergePatch } from '../../../machinery/patch/strategic-diff.ts';
import type { Task } from '../../../machinery/task.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { bool, string, stringSlice, stringToString } from '../../flags.ts';
import { patchSchemaOf } from '../built-in-kinds.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { attachDebugger } from '../debug/attach-debugger.ts';
import { type DebugOptions, nodePod, podCopy, withEphemeralContainer } from '../debug/debug-pods.ts';
import { type DebugPod, profileNamed } from '../debug/profiles.ts';
import { CommandError } from '../errors.ts';
import type { ResourceInfo } from '../resources.ts';
import { visitResources } from '../resources.ts';
import { imageComplaint } from '../run/run-values.ts';

const copyOnly = (text: string): string => `${text}(This flag only works when used with '--copy-to')`;

const DEBUG_FLAGS = {
	'arguments-only': bool(
		false,
		'If specified, everything after -- will be passed to the new container as Args instead of Command.',
	),
	attach: bool(
		false,
		"If true, wait for the container to start running, and then attach as if 'kubectl attach ...' were called.  Default false, unless '-i/--stdin' is set, in which case the default is true.",
	),
	container: string('', 'Container name to use for debug container.', { shorthand: 'c' }),
	'copy-to': string('', 'Create a copy of the target Pod with this name.'),
	custom: string(
		'',
		'Path to a JSON or YAML file containing a partial container spec to customize built-in debug profiles.',
	),
	env: stringToString('Environment variables to set in the container.'),
	filename: stringSlice('identifying the resource to debug', { shorthand: 'f' }),
	image: string('', 'Container image to use for debug container.'),
	'image-pull-policy': string(
		'',
		'The image pull policy for the container. If left empty, this value will not be specified by the client and defaulted by the server.',
	),
	'keep-annotations': bool(false, copyOnly('If true, keep the original pod annotations.')),
	'keep-init-containers': bool(true, copyOnly('Run the init containers for the pod. Defaults to true.')),
	'keep-labels': bool(false, copyOnly('If true, keep the original pod labels.')),
	'keep-liveness': bool(false, copyOnly('If true, keep the original pod liveness probes.')),
	'keep-readiness': bool(false, copyOnly('If true, keep the original pod readiness probes.')),
	'keep-startup': bool(false, copyOnly('If true, keep the original startup probes.')),
	profile: string('legacy', 'Options are "legacy", "general", "baseline", "netadmin", "restricted" or "sysadmin".'),
	quiet: bool(false, 'If true, suppress informational messages.', { shorthand: 'q' }),
	replace: bool(false, "When used with '--copy-to', delete the original Pod."),
	'same-node': bool(false, "When used with '--copy-to', schedule the copy of target Pod on the same node."),
	'set-image': stringToString(
		"When used with '--copy-to', a list of name=image pairs for changing container images, similar to how 'kubectl set image' works.",
	),
	'share-processes': bool(true, "When used with '--copy-to', enable process namespace sharing in the copy."),
	stdin: bool(false, 'Keep stdin open on the container(s) in the pod, even if nothing is attached.', {
		shorthand: 'i',
	}),
	target: string('', 'When using an ephemeral container, target processes in this container name.'),
	tty: bool(false, 'Allocate a TTY for the debugging container.', { shorthand: 't' }),
} as const;

type DebugInvocation = Invocation<typeof DEBUG_FLAGS>;

export const debug = defineCommand({
	name: 'debug',
	use: 'debug (POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
	short: 'Create debugging sessions for troubleshooting workloads and nodes',
	long: `Debug cluster resources using interactive debugging containers.

 What is done depends on what is named; bare names are those of pods.

  *  Workload: Create a copy of an existing pod with certain attributes changed, for example changing the image tag to a new version.
  *  Workload: Add an ephemeral container to an already running pod, for example to add debugging utilities without restarting the pod.
  *  Node: Create a new pod that runs in the node's host namespaces and can access the node's filesystem.

 Note: When a non-root user is configured for the entire target Pod, some capabilities granted by debug profile may not work.`,
	examples: `
# A session in the pod mypod
kubectl debug mypod -it --image=busybox

# A debugging container with a name of one's own
kubectl debug --image=myproj/debug-tools -c debugger mypod

# In a copy of the pod
kubectl debug mypod -it --image=busybox --copy-to=my-debugger

# A copy with another command
kubectl debug mypod -it --copy-to=my-debugger --container=mycontainer -- sh

# A copy with other images
kubectl debug mypod --copy-to=my-debugger --set-image=*=busybox

# A session on a node, whose file system is at /host
kubectl debug node/mynode -it --image=busybox`,
	flags: DEBUG_FLAGS,
	*run(invocation) {
		const { kubectl, flags, args, dashAt } = invocation;
		const names = dashAt >= 0 ? args.slice(0, dashAt) : args;
		const command = dashAt >= 0 ? args.slice(dashAt) : [];
		const { namespace, explicit } = yield* kubectl.namespace();
		const profile = profileNamed(flags.profile);
		const custom = flags.custom === '' ? undefined : yield* customContainer(invocation);
		const options = optionsOf(invocation, command, profile, custom);
		yield* validate(invocation, names, options);
		const attaches = invocation.changed('attach') ? flags.attach : flags.stdin;
		const request = {
			args: names,
			files: { filename: flags.filename, kustomize: '', recursive: false },
			namespace,
			requireNamespace: explicit,
			defaultType: 'pods',
		};
		yield* visitResources(kubectl, request, (info) => debugOne(invocation, info, options, attaches));
	},
});

function optionsOf(
	{ flags, changed }: DebugInvocation,
	command: readonly string[],
	profile: DebugOptions['profile'],
	custom: JsonObject | undefined,
): DebugOptions {
	return {
		image: flags.image,
		container: flags.container,
		command,
		argumentsOnly: flags['arguments-only'],
		env: [...flags.env].map(([name, value]) => (value === '' ? { name, value: '' } : { name, value })),
		pullPolicy: flags['image-pull-policy'],
		stdin: flags.stdin,
		tty: flags.tty,
		quiet: flags.quiet,
		target: flags.target,
		copyTo: flags['copy-to'],
		sameNode: flags['same-node'],
		setImages: flags['set-image'],
		shareProcesses: changed('share-processes') ? flags['share-processes'] : undefined,
		keep: flags,
		profile,
		custom,
	};
}

function* customContainer({ kubectl, flags }: DebugInvocation): Task<JsonObject> {
	let text: string;
	try {
		text = yield* kubectl.io.readFile(flags.custom);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`must pass a container spec json file for custom profile: ${error.message}`);
	}
	try {
		const parsed = parseYamlDocument(text);
		if (isObject(parsed)) return parsed;
		throw new CommandError(
			`${flags.custom} does not contain a valid container spec: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${Array.isArray(parsed) ? 'array' : typeof parsed} into Go value of type v1.Container`,
		);
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		throw new CommandError(
			`${flags.custom} does not contain a valid container spec: error converting YAML to JSON: ${error.message}`,
		);
	}
}

const NOT_CUSTOM = ['name', 'command', 'image', 'lifecycle', 'volumeDevices'];

/** Models DebugOptions.Validate. */
function* validate(invocation: DebugInvocation, names: readonly string[], options: DebugOptions): Task<void> {
	const { flags, kubectl } = invocation;
	const complaint = combinationComplaint(invocation, options) ?? valueComplaint(invocation, names);
	if (complaint !== undefined) throw new CommandError(complaint);
	if (flags.target !== '') {
		if (flags['copy-to'] !== '')
			throw new CommandError('--target is incompatible with --copy-to. Use --share-processes instead.');
		if (!flags.quiet) {
			yield* kubectl.io.out(
				`Targeting container ${JSON.stringify(flags.target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
			);
		}
	}
	if (flags.tty && !flags.stdin) throw new CommandError('-i/--stdin is required for containers with -t/--tty=true');
	if (options.custom !== undefined && NOT_CUSTOM.some((field) => options.custom?.[field] !== undefined)) {
		throw new CommandError('name, command, image, lifecycle and volume devices are not modifiable via custom profile');
	}
	if (flags.profile === 'legacy') {
		yield* kubectl.io.err(
			'--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n',
		);
	}
}

function combinationComplaint({ flags, changed }: DebugInvocation, { command }: DebugOptions): string | undefined {
	const { image, container, 'set-image': images } = flags;
	if (flags.attach && changed('attach') && image === '' && container === '')
		return 'you must specify --container or create a new container using --image in order to attach.';
	if (flags['copy-to'] !== '') {
		if (image === '' && images.size === 0 && command.length === 0)
			return 'you must specify --image, --set-image or command arguments.';
		if (command.length > 0 && container === '' && image === '')
			return 'you must specify an existing container or a new image when specifying args.';
		return undefined;
	}
	if (flags.replace) return '--replace may only be used with --copy-to.';
	if (flags['same-node']) return '--same-node may only be used with --copy-to.';
	if (images.size > 0) return '--set-image may only be used with --copy-to.';
	return image === '' ? 'you must specify --image when not using --copy-to.' : undefined;
}

function valueComplaint({ flags }: DebugInvocation, names: readonly string[]): string | undefined {
	const text = JSON.stringify;
	if (flags.image !== '' && imageComplaint(flags.image) !== undefined)
		return `invalid image name ${text(flags.image)}: invalid reference format`;
	if (names.length === 0 && flags.filename.length === 0) return 'NAME or filename is required for debug';
	const policy = flags['image-pull-policy'];
	if (!['', 'Always', 'IfNotPresent', 'Never'].includes(policy)) return `invalid image pull policy: ${policy}`;
	for (const [name, image] of flags['set-image']) {
		if (imageComplaint(image) !== undefined)
			return `invalid image name ${text(image)} for container ${text(name)}: invalid reference format`;
	}
	return undefined;
}

function* debugOne(
	invocation: DebugInvocation,
	info: ResourceInfo,
	options: DebugOptions,
	attaches: boolean,
): Task<void> {
	const { kubectl, flags } = invocation;
	const object = info.object as KubeObject;
	const { created, container } = yield* startDebugging(invocation, info, object, options);
	if (!attaches || container === '') return;
	const { name, namespace = '' } = created.metadata;
	yield* attachDebugger(kubectl, { name, namespace }, container, flags);
}

interface Started {
	readonly created: KubeObject;
	readonly container: string;
}

function* startDebugging(
	invocation: DebugInvocation,
	info: ResourceInfo,
	object: KubeObject,
	options: DebugOptions,
): Task<Started> {
	const { kubectl } = invocation;
	if (object.apiVersion === 'v1' && object.kind === 'Node') {
		const { pod, name } = yield* nodePod(kubectl, object.metadata.name, options);
		const { namespace } = yield* kubectl.namespace();
		return { created: yield* createPod(invocation, namespace, pod), container: name };
	}
	if (object.apiVersion !== 'v1' || object.kind !== 'Pod') {
		const version = object.apiVersion.includes('/') ? object.apiVersion : `/${object.apiVersion}`;
		throw new CommandError(`${JSON.stringify(`${version}, Kind=${object.kind}`)} not supported by debug`);
	}
	if (options.copyTo !== '') return yield* debugCopy(invocation, object, options);
	const { pod, name } = yield* withEphemeralContainer(kubectl, object, options);
	yield* warnOfUser(invocation, pod, name);
	const patch = createTwoWayMergePatch(
		object as unknown as JsonObject,
		pod as unknown as JsonObject,
		patchSchemaOf('', 'v1', 'Pod'),
	);
	const client = yield* kubectl.client();
	const created = (yield* client.request({
		method: 'PATCH',
		path: `/api/v1/namespaces/${info.namespace}/pods/${object.metadata.name}/ephemeralcontainers`,
		body: patch,
		contentType: 'application/strategic-merge-patch+json',
	})) as KubeObject;
	return { created, container: name };
}

function* debugCopy(invocation: DebugInvocation, object: KubeObject, options: DebugOptions): Task<Started> {
	const { pod, name } = yield* podCopy(invocation.kubectl, object, options);
	yield* warnOfUser(invocation, pod, name);
	const namespace = object.metadata.namespace ?? '';
	const created = yield* createPod(invocation, namespace, pod);
	if (invocation.flags.replace) {
		const body = { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 };
		const client = yield* invocation.kubectl.client();
		const path = `/api/v1/namespaces/${namespace}/pods/${object.metadata.name}`;
		yield* client.request({ method: 'DELETE', path, body });
	}
	return { created, container: name };
}

function* createPod({ kubectl }: DebugInvocation, namespace: string, pod: DebugPod): Task<KubeObject> {
	const client = yield* kubectl.client();
	const path = `/api/v1/namespaces/${namespace}/pods`;
	return (yield* client.request({ method: 'POST', path, body: pod })) as KubeObject;
}

/** Capabilities mean little to a user that is not root. Models displayWarning. */
function* warnOfUser({ kubectl }: DebugInvocation, pod: DebugPod, name: string): Task<void> {
	const { containers, ephemeralContainers = [], securityContext } = pod.spec;
	const container = [...containers, ...ephemeralContainers].find((each) => each.name === name);
	const user = (securityContext as { runAsUser?: number } | undefined)?.runAsUser ?? 0;
	const own = container?.securityContext;
	if (user === 0 || own === undefined || own.runAsUser === 0) return;
	if (own.privileged !== true && (own.capabilities?.add ?? []).length === 0) return;
	yield* kubectl.io.err(
		'Warning: Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not work. Please consider using "--custom" with a custom profile that specifies "securityContext.runAsUser: 0".\n',
	);
}
