import type { Task } from '../../../machinery/task.ts';
import type { FlagTable } from '../../flags.ts';
import { bool, int, string } from '../../flags.ts';
import type { Completions, Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { names, objectsOf } from '../completion/complete-resources.ts';
import { DIRECTIVES } from '../completion/directives.ts';
import { copyFromPod, copyToPod } from '../cp/copy.ts';
import { parseFileSpec } from '../cp/file-spec.ts';
import { CommandError } from '../errors.ts';

export const cp = defineCommand({
	name: 'cp',
	use: 'cp <file-spec-src> <file-spec-dest>',
	short: 'Copy files and directories to and from containers',
	long: 'Copy files and directories to and from containers.',
	examples: `
# The container's image must have a 'tar'; without it, use 'kubectl exec'

# A local directory to /tmp/bar_dir in a pod of the default namespace
kubectl cp /tmp/foo_dir <some-pod>:/tmp/bar_dir

# A local file to /tmp/bar in a certain container
kubectl cp /tmp/foo <some-pod>:/tmp/bar -c <specific-container>

# A local file to /tmp/bar in a pod of another namespace
kubectl cp /tmp/foo <some-namespace>/<some-pod>:/tmp/bar

# /tmp/foo of a pod to /tmp/bar here
kubectl cp <some-namespace>/<some-pod>:/tmp/foo /tmp/bar`,
	flags: {
		container: string(
			'',
			'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen',
			{ shorthand: 'c' },
		),
		'no-preserve': bool(
			false,
			"The copied file/directory's ownership and permissions will not be preserved in the container",
		),
		retries: int(
			0,
			'Set number of retries to complete a copy operation from a container. Specify 0 to disable or any negative value for infinite retrying. The default is 0 (no retry).',
		),
	},
	completeArgs: completeFileSpec,
	*run({ kubectl, flags, args }) {
		const { namespace } = yield* kubectl.namespace();
		if (args.length !== 2) throw new CommandError('source and destination are required');
		const [source, target] = [parseFileSpec(args[0] as string), parseFileSpec(args[1] as string)];
		if (source.pod !== '' && target.pod !== '')
			throw new CommandError('one of src or dest must be a local file specification');
		if (source.file === '' || target.file === '') throw new CommandError('filepath can not be empty');
		// Differs: sessions do not break off halfway, so that --retries has nothing to do.
		const options = { namespace, container: flags.container, noPreserve: flags['no-preserve'] };
		if (source.pod !== '') yield* copyFromPod(kubectl, source, target, options);
		else if (target.pod !== '') yield* copyToPod(kubectl, source, target, options);
		else throw new CommandError('one of src or dest must be a remote file specification');
	},
});

/** "namespace/", "pod:", "namespace/pod:" and local files. */
function* completeFileSpec({ kubectl, args }: Invocation<FlagTable>, toComplete: string): Task<Completions> {
	const none = { choices: [], directive: DIRECTIVES.noSpace };
	if (args.length > 0 || /^[/.~]/.test(toComplete) || toComplete.includes(':')) return none;
	const slash = toComplete.indexOf('/');
	if (slash > 0) {
		const namespace = toComplete.slice(0, slash);
		const pods = yield* objectsOf(kubectl, ['pod'], namespace);
		const choices = pods.map(({ metadata }) => `${metadata.namespace}/${metadata.name}:`);
		return { choices: choices.filter((each) => each.startsWith(toComplete)), directive: DIRECTIVES.noSpace };
	}
	const namespaces = (yield* names(kubectl, 'namespace', toComplete)).map((name) => `${name}/`);
	const pods = (yield* names(kubectl, 'pod', toComplete)).map((name) => `${name}:`);
	const choices = [...namespaces, ...pods];
	if (toComplete === '') return { choices: [...choices, './', '/'], directive: DIRECTIVES.noSpace };
	if (choices.length === 0) return none;
	const { process } = kubectl;
	const files = [...process.readdir('.')].sort().filter((name) => name.startsWith(toComplete));
	const local = files.map((name) => (process.lstat(name).type === 'directory' ? `${name}/` : name));
	return { choices: [...choices, ...local], directive: DIRECTIVES.noSpace };
}
