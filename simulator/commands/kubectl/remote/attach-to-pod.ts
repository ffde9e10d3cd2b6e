import type { Task } from '../../../machinery/task.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { PodLike } from '../pods/pod.ts';
import { chooseContainer, findContainer } from '../pods/pod.ts';
import { usableTty } from '../verbs/exec.ts';
import { streamSession } from './stream-session.ts';

export interface AttachFlags {
	readonly stdin: boolean;
	readonly tty: boolean;
	readonly quiet: boolean;
	readonly container: string;
}

/** Attaches to a running container. Models kubectl/pkg/cmd/attach AttachOptions.Run. */
export function* attachToPod(kubectl: Kubectl, pod: PodLike, flags: AttachFlags, commandName: string): Task<void> {
	const { io } = kubectl;
	const { container: wanted } = flags;
	if (wanted !== '' && findContainer(pod, wanted) === undefined) {
		throw new CommandError(`cannot attach to the container: container ${wanted} not found in pod ${pod.metadata.name}`);
	}
	const container = yield* chooseContainer(kubectl, pod, wanted, flags.quiet);
	let wantsTty = flags.tty;
	if (wantsTty && container.tty !== true) {
		wantsTty = false;
		if (!flags.quiet) yield* io.err(`error: Unable to use a TTY - container ${container.name} did not allocate one\n`);
	} else if (container.tty === true) {
		wantsTty = true;
	}
	const tty = yield* usableTty(kubectl, { ...flags, tty: wantsTty });
	if (!flags.quiet) {
		yield* io.err(
			'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n',
		);
		yield* io.err("If you don't see a command prompt, try pressing enter.\n");
	}
	const session = yield* kubectl.openSession(
		`/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}/attach`,
		[
			['container', container.name],
			...(flags.stdin ? [['stdin', 'true'] as const] : []),
			['stdout', 'true'],
			...(tty ? [['tty', 'true'] as const] : [['stderr', 'true'] as const]),
		],
	);
	yield* streamSession(kubectl.process, session, { stdin: flags.stdin, stderr: !tty, tty });
	if (flags.quiet || !flags.stdin || !tty || pod.spec.restartPolicy !== 'Always') return;
	const resume = `'${commandName} ${pod.metadata.name} -c ${container.name} -i -t'`;
	const ephemeral = findContainer(pod, container.name)?.field === 'spec.ephemeralContainers';
	yield* io.out(
		ephemeral
			? `Session ended, the ephemeral container will not be restarted but may be reattached using ${resume} if it is still running\n`
			: `Session ended, resume using ${resume} command when the pod is running\n`,
	);
}
