import type { Status } from '../../../machinery/status.ts';
import { TarError, TarReader } from '../../../machinery/tar/tar-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { nothing } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { CommandError, isUserError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { PodLike } from '../pods/pod.ts';
import { annotatedContainer, containerNames, findContainer, hasSeveralContainers, PODS } from '../pods/pod.ts';
import { throwOutcome } from '../remote/stream-session.ts';
import { resourcePath } from '../rest-mapper.ts';
import type { Streams } from '../streams.ts';
import type { FileSpec } from './file-spec.ts';
import { baseOf, cleaned, directoryOf, joined, withoutShortcuts } from './file-spec.ts';
import type { Extraction } from './local-tar.ts';
import { archiveOf, extract } from './local-tar.ts';

export interface CopyOptions {
	readonly namespace: string;
	readonly container: string;
	readonly noPreserve: boolean;
}

/** What becomes of a remote command's output. */
interface Channels {
	readonly input: readonly Uint8Array[] | undefined;
	stdout(data: Uint8Array): Task<void>;
	stderr(data: Uint8Array): Task<void>;
	/** Whether nothing more is needed: the command is left to itself. */
	isOver(): boolean;
	/** Where it is said which container was chosen. */
	note(text: string): Task<void>;
}

/** Models copyToPod: an archive goes into `tar -x` in the container. */
export function* copyToPod(kubectl: Kubectl, source: FileSpec, target: FileSpec, options: CopyOptions): Task<void> {
	const { io } = kubectl;
	if (io.fileType(source.file) === undefined)
		throw new CommandError(`${source.file} doesn't exist in local filesystem`);
	const isDirectory = yield* isRemoteDirectory(kubectl, target, options);
	const destination = isDirectory ? joined(target.file, baseOf(source.file)) : target.file;
	const name = baseOf(cleaned(destination));
	const preserve = options.noPreserve ? ['--no-same-permissions', '--no-same-owner'] : [];
	yield* runInPod(kubectl, target, options, ['tar', ...preserve, '-xmf', '-', '-C', directoryOf(destination)], {
		input: yield* archiveOf(io, cleaned(source.file), name),
		stdout: (data) => io.outBytes(data),
		stderr: (data) => kubectl.process.write(2, data),
		isOver: never,
		note: (text) => io.err(text),
	});
}

function* isRemoteDirectory(kubectl: Kubectl, target: FileSpec, options: CopyOptions): Task<boolean> {
	const silent = { input: undefined, stdout: nothing, stderr: nothing, isOver: never, note: nothing };
	try {
		yield* runInPod(kubectl, target, options, ['test', '-d', target.file], silent);
		return true;
	} catch (error) {
		if (!isUserError(error)) throw error;
		return false;
	}
}

const never = (): boolean => false;

/** Models copyFromPod: what `tar -c` in the container gives is written here. */
export function* copyFromPod(kubectl: Kubectl, source: FileSpec, target: FileSpec, options: CopyOptions): Task<void> {
	const { io } = kubectl;
	const prefix = withoutShortcuts(cleaned(source.file.replace(/^[/\\]+/, '')));
	const quoted = [source.namespace, source.pod, source.file].map((each) => JSON.stringify(each));
	const advice = ` (consider using "kubectl exec -n ${quoted[0]} ${quoted[1]} -- tar cf - ${quoted[2]} | tar xf -")`;
	const archive = new IncomingArchive(io, { prefix, destination: target.file, advice });
	yield* runInPod(kubectl, source, options, ['tar', 'cf', '-', source.file], {
		input: undefined,
		stdout: (data) => archive.take(data),
		stderr: (data) => io.outBytes(data),
		// The archive's end is enough, whatever tar says and returns afterwards.
		isOver: () => archive.reader.ended,
		note: (text) => io.out(text),
	});
	if (archive.reader.isIncomplete) throw new CommandError('unexpected EOF');
}

/** Writes what comes out of the container's `tar`, as it comes. */
class IncomingArchive {
	readonly reader = new TarReader();
	readonly #io: Streams;
	readonly #extraction: Extraction;
	#warnedOfLinks = false;

	constructor(io: Streams, extraction: Extraction) {
		this.#io = io;
		this.#extraction = extraction;
	}

	*take(data: Uint8Array): Task<void> {
		const { prefix, destination, advice } = this.#extraction;
		try {
			for (const item of this.reader.feed(data)) {
				if (!item.entry.name.startsWith(prefix)) throw new CommandError('tar contents corrupted');
				const extraction = { prefix, destination, advice: this.#warnedOfLinks ? '' : advice };
				const warning = yield* extract(this.#io, item, extraction);
				if (warning === undefined) continue;
				if (warning.startsWith('skipping symlink')) this.#warnedOfLinks = true;
				yield* this.#io.err(`warning: ${warning}\n`);
			}
		} catch (error) {
			if (error instanceof TarError) throw new CommandError(error.message);
			throw error;
		}
	}
}

/** What Go's io.Copy moves at once; no server takes messages of any length. */
const PIECE_BYTES = 32_768;

/** A command in a container, with its streams. @throws as `kubectl exec` does. */
function* runInPod(
	kubectl: Kubectl,
	spec: FileSpec,
	options: CopyOptions,
	command: readonly string[],
	channels: Channels,
): Task<void> {
	const namespace = spec.namespace === '' ? options.namespace : spec.namespace;
	const client = yield* kubectl.client();
	const pod = yield* client.get<PodLike>(resourcePath(PODS, namespace, spec.pod));
	const phase = pod.status?.phase;
	if (phase === 'Succeeded' || phase === 'Failed')
		throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
	const container = options.container === '' ? yield* chosenContainer(pod, channels) : options.container;
	const session = yield* kubectl.openSession(`${resourcePath(PODS, namespace, spec.pod)}/exec`, [
		...command.map((word): readonly [string, string] => ['command', word]),
		['container', container],
		...(channels.input === undefined ? [] : [['stdin', 'true'] as const]),
		['stdout', 'true'],
		['stderr', 'true'],
	]);
	let outcome: Status | undefined;
	try {
		for (const part of channels.input ?? []) {
			for (let at = 0; at < part.length; at += PIECE_BYTES) yield* session.send(0, part.subarray(at, at + PIECE_BYTES));
		}
		if (channels.input !== undefined) yield* session.closeChannel(0);
		for (;;) {
			const message = session.receive();
			if (message === 'end' || channels.isOver()) break;
			if (message === undefined) yield* kubectl.process.block(session.readable);
			else if (message.channel === 1) yield* channels.stdout(message.data);
			else if (message.channel === 2) yield* channels.stderr(message.data);
			else if (message.channel === 3 && message.data.length > 0)
				outcome = JSON.parse(decodeUtf8(message.data)) as Status;
		}
	} finally {
		session.close();
	}
	if (outcome !== undefined) throwOutcome(outcome);
}

function* chosenContainer(pod: PodLike, channels: Channels): Task<string> {
	const annotated = findContainer(pod, annotatedContainer(pod));
	if (annotated !== undefined) return annotated.container.name;
	const { name } = pod.spec.containers[0] as { name: string };
	if (hasSeveralContainers(pod))
		yield* channels.note(`Defaulted container ${JSON.stringify(name)} out of: ${containerNames(pod)}\n`);
	return name;
}
