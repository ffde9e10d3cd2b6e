import type { FrozenFileSystems, ThawedFileSystems } from '../../kernel/files/file-system-copies.ts';
import type { FileTree, Machine, NetworkNamespace } from '../../kernel/machine-api.ts';
import { SystemError, type WaitResult } from '../../kernel/process-api.ts';
import type { Context } from '../../machinery/context.ts';
import { delay } from '../../machinery/delay.ts';
import type { Random } from '../../machinery/random.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { pullOverNetwork } from '../registry/containerd-pull.ts';
import { ContainerLog } from './container-log.ts';
import {
	type ContainerConfig,
	type ContainerRecord,
	type SandboxConfig,
	type SandboxRecord,
	signalExitCode,
} from './container-record.ts';
import { type ImageAccounts, readImageAccounts, resolveContainerUser } from './container-user.ts';
import { type Idle, idleThen } from './idle.ts';
import type { ImageVersion } from './image.ts';
import { ImageStore } from './image-store.ts';
import { ImageTrees } from './image-trees.ts';
import { createFailure, MountError } from './launch-error.ts';
import type { LiveContainer, OutputListener } from './live-container.ts';
import type { LongLogs } from './long-logs.ts';
import { type PauseProcess, startPause } from './pause-process.ts';
import { PodAddresses } from './pod-addresses.ts';
import { PodIds } from './pod-ids.ts';
import { processEnvironment, rootWorkingDirectory } from './process-environment.ts';
import { processOptions } from './process-options.ts';
import { RuntimeError } from './runtime-error.ts';
import { DEFAULT_HANDLERS, guestKernelOf, type RuntimeHandlers, requireRuntimeHandler } from './runtime-handler.ts';
import type { ContainerRuntimeOptions } from './runtime-options.ts';
import type { ContainerSnapshot, RuntimeSnapshot } from './runtime-snapshot.ts';
import { sandboxAddress } from './sandbox-address.ts';
import { mountContainer, mountFailure, sandboxFolder, writeSandboxFiles } from './sandbox-files.ts';
import { startProblem } from './seccomp-profile.ts';
import { containmentOf, requireProfiles } from './security-profiles.ts';

/** How long programs take to say that they start. */
const STARTING_MS = 5;

interface Sandbox {
	readonly record: SandboxRecord;
	readonly namespace: NetworkNamespace;
	/** Where containers share their processes. */
	pause?: PauseProcess;
}

interface RestoredContainer extends ContainerSnapshot {
	readonly copies: ThawedFileSystems | undefined;
}

/**
 * The container runtime of one node: sandboxes, containers, images. It knows nothing of Pods' specs, and it
 * outlives the kubelet. Models containerd's CRI service.
 */
export class ContainerRuntime {
	readonly images: ImageStore;
	readonly machine: Machine;
	/** As its configuration had them when it began. */
	handlers: RuntimeHandlers = DEFAULT_HANDLERS;
	readonly longLogs: LongLogs = { bytesMax: Number.POSITIVE_INFINITY, logs: new Set() };
	readonly #context: Context;
	readonly #random: Random;
	readonly #options: ContainerRuntimeOptions;
	readonly addresses: PodAddresses;
	readonly #sandboxes = new Map<string, Sandbox>();
	readonly #containers = new Map<string, LiveContainer>();
	/** Ids by Pod, so that looking one up does not cost more with more Pods. */
	readonly #sandboxesOfPod = new PodIds();
	readonly #containersOfPod = new PodIds();
	readonly #imageTrees: ImageTrees;
	readonly #accounts = new Map<string, ImageAccounts>();
	readonly #listeners = new Set<(podUid: string, id: string) => void>();
	#idCounter = 0;

	constructor(options: ContainerRuntimeOptions) {
		this.#options = options;
		this.#context = options.context;
		this.machine = options.machine;
		this.#random = options.context.random.stream(`${options.name ?? 'containerd'}/${options.machine.hostname}`);
		this.images = new ImageStore({
			context: options.context,
			catalog: options.catalog,
			random: options.context.random.stream(`pull/${options.machine.hostname}`),
			machine: options.machine,
			elsewhere: (reference, credential) =>
				pullOverNetwork(options.machine, reference, credential, (diffId) => options.catalog.layerOf(diffId)),
		});
		this.#imageTrees = new ImageTrees(options.machine, this.images, options.catalog);
		this.addresses = new PodAddresses(options.machine, (cidr) => options.network.setRange?.(cidr));
	}

	/** Told of the Pod whenever one of its containers or its sandbox starts or ends. */
	onChange(listener: (podUid: string, id: string) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	setPodCidr(cidr: string): void {
		this.addresses.setNodeRange(cidr);
	}

	get podCidr(): string | undefined {
		return this.addresses.cidr;
	}

	/** Newest first. */
	sandboxesOf(podUid: string): readonly SandboxRecord[] {
		return this.#sandboxesOfPod.of(podUid).map((id) => this.#sandbox(id).record);
	}

	/** Newest first. */
	containersOf(podUid: string): readonly ContainerRecord[] {
		return this.#containersOfPod.of(podUid).map((id) => this.live(id).record);
	}

	/** Everything, in the order of creation. */
	listSandboxes(): readonly SandboxRecord[] {
		return [...this.#sandboxes.values()].map((each) => each.record);
	}

	listContainers(): readonly ContainerRecord[] {
		return [...this.#containers.values()].map((each) => each.record);
	}

	podUids(): Iterable<string> {
		return this.#sandboxesOfPod.pods();
	}

	find(containerId: string): LiveContainer | undefined {
		return this.#containers.get(containerId);
	}

	live(containerId: string): LiveContainer {
		const live = this.#containers.get(containerId);
		if (live === undefined) throw new Error(`assertion failed: no container ${containerId}`);
		return live;
	}

	namespaceOf(sandboxId: string): NetworkNamespace {
		return this.#sandbox(sandboxId).namespace;
	}

	/** Makes a Pod's sandbox: its network namespace and address. Throws RuntimeError. */
	*runSandbox(config: SandboxConfig): Task<SandboxRecord> {
		requireRuntimeHandler(config.runtimeHandler, this.handlers, this.machine);
		yield delay(this.#context.loop, this.#jitter(config.hostNetwork ? 60 : 220));
		const id = this.#newId();
		const record: SandboxRecord = {
			id,
			config,
			createdAtMs: this.#context.loop.now(),
			state: 'ready',
			address: sandboxAddress(this.machine, this.addresses, config, id),
		};
		writeSandboxFiles(this.machine.root, record);
		this.#addSandbox(record);
		this.#changed(config.podUid, id);
		return record;
	}

	#addSandbox(record: SandboxRecord): void {
		const { config } = record;
		const namespace = config.hostNetwork
			? this.machine.network
			: this.machine.createNetworkNamespace(`cni-${record.id.slice(0, 12)}`, config.sysctls);
		if (record.address !== undefined) {
			namespace.addresses = [record.address];
			if (config.podNamespace !== '') namespace.labels.set('pod', `${config.podNamespace}/${config.podName}`);
			namespace.labels.set('node', this.machine.hostname);
			if (record.state === 'ready') this.#options.network.attach(namespace);
		}
		const sandbox: Sandbox = { record, namespace };
		this.#sandboxes.set(record.id, sandbox);
		if (config.shareProcessNamespace && record.state === 'ready') {
			sandbox.pause = startPause(this.machine, record, namespace, () => {
				if (this.#sandboxes.get(record.id) === sandbox) this.stopSandbox(record.id);
			});
		}
		this.#sandboxesOfPod.add(config.podUid, record.id);
	}

	/** Ends what runs in a sandbox at once and takes its network away; the record stays. */
	stopSandbox(id: string): void {
		const { record, namespace, pause: init } = this.#sandbox(id);
		for (const live of this.#containers.values()) {
			if (live.record.sandboxId === id) live.group.killAll();
		}
		if (record.state === 'notready') return;
		if (init?.process.exited === undefined) init?.process.killAll();
		record.state = 'notready';
		if (record.address !== undefined) {
			this.#options.network.detach(namespace);
			if (record.config.address === undefined) this.addresses.release(record.address);
		}
		this.#changed(record.config.podUid, id);
	}

	/** Forgets a stopped sandbox and its containers. */
	removeSandbox(id: string): void {
		const { record, namespace, pause: init } = this.#sandbox(id);
		if (record.state === 'ready') this.stopSandbox(id);
		if (init !== undefined) this.machine.releaseTree(init.tree);
		for (const live of [...this.#containers.values()]) {
			if (live.record.sandboxId === id) this.removeContainer(live.record.id);
		}
		if (record.address !== undefined) this.machine.deleteNetworkNamespace(namespace);
		this.machine.root.remove(sandboxFolder(id));
		this.#sandboxes.delete(id);
		this.#sandboxesOfPod.remove(record.config.podUid, id);
	}

	/** Makes a container of an image that is here. Throws RuntimeError. */
	*createContainer(sandboxId: string, config: ContainerConfig): Task<ContainerRecord> {
		yield delay(this.#context.loop, this.#jitter(35));
		const image = this.images.find(config.image);
		if (image === undefined) throw new RuntimeError(`failed to resolve image "${config.image}": not found`, 'NotFound');
		const { version, name, ref } = image;
		const argv = [...(config.command ?? version.config.entrypoint ?? [])];
		argv.push(...(config.args ?? (config.command === undefined ? (version.config.cmd ?? []) : [])));
		if (argv.length === 0) {
			throw new RuntimeError('failed to generate container spec: no command specified');
		}
		const seccomp = requireProfiles(config, this.machine);
		const content = this.machine.createTree(this.#options.catalog.stackOf(version));
		const user = resolveContainerUser(this.#accountsOf(version, content), {
			...config,
			imageUser: config.user ?? version.config.user ?? '',
		});
		const record: ContainerRecord = {
			id: config.id ?? this.#newId(),
			sandboxId,
			config: { ...config, command: argv, args: [] },
			imageName: name,
			imageRef: ref,
			...(seccomp && { seccomp }),
			user,
			stopSignal: config.stopSignal ?? version.config.stopSignal ?? 'TERM',
			createdAtMs: this.#context.loop.now(),
			state: 'created',
			startedAtMs: 0,
			finishedAtMs: 0,
			exitCode: 0,
			reason: '',
			message: '',
		};
		this.#addContainer(record, content);
		return record;
	}

	#addContainer(record: ContainerRecord, content: FileTree, restored?: RestoredContainer): void {
		const { config } = record;
		const tree = config.readOnlyRoot ? this.#locked(content) : content;
		const sandbox = this.#sandbox(record.sandboxId);
		const version = this.images.find(record.imageName)?.version;
		const table = restored?.mounts;
		const inherited = table && restored?.copies && { table, copies: restored.copies };
		mountContainer(this.machine.root, tree, { record, images: this.#imageTrees, inherited });
		const guest = guestKernelOf(sandbox.record.config.runtimeHandler, this.handlers);
		this.#containers.set(record.id, {
			record,
			content,
			tree,
			...containmentOf(this.machine, record, guest, restored?.group),
			log: new ContainerLog({
				tree: this.machine.root,
				path: config.logPath,
				loop: this.#context.loop,
				bytesMax: this.#context.limits.containerLogBytes,
				long: this.longLogs,
				noise: Number.parseInt(record.id.slice(0, 7), 16),
				restored: restored !== undefined,
			}),
			process: undefined,
			env: restored?.env ?? processEnvironment(record, sandbox.record.config.hostname, version?.config.env ?? []),
			cwd: config.workingDir ?? version?.config.workingDir ?? '/',
			network: sandbox.namespace,
			outputs: new Set(),
			exits: new Set(),
			stdinClosed: false,
		});
		this.#containersOfPod.add(sandbox.record.config.podUid, record.id);
	}

	/** Who the image knows: read once, whatever containers do to their copies. */
	#accountsOf(version: ImageVersion, content: FileTree): ImageAccounts {
		let accounts = this.#accounts.get(version.configDigest);
		if (accounts === undefined) {
			accounts = readImageAccounts(content);
			this.#accounts.set(version.configDigest, accounts);
		}
		return accounts;
	}

	/** A root that cannot be written to; what is mounted in it can. */
	#locked(content: FileTree): FileTree {
		const locked = this.machine.createTree();
		locked.mount('/', content, { readOnly: true, source: 'overlay', type: 'overlay' });
		return locked;
	}

	/** Starts a created container. Throws RuntimeError in runc's words; the container has then ended with StartError. */
	*startContainer(id: string): Task<void> {
		yield delay(this.#context.loop, this.#jitter(70));
		const live = this.live(id);
		const { config } = live.record;
		const [command = ''] = config.command as readonly string[];
		const problem =
			startProblem(live.confinement?.syscalls, command) ?? mountFailure(this.machine.root, live.tree, config);
		try {
			if (problem !== undefined) throw new MountError(problem);
			this.#launch(live, (stream, data) => this.#output(live, stream, data));
		} catch (error) {
			if (!(error instanceof SystemError || error instanceof MountError)) throw error;
			const message = createFailure(command, error);
			this.#ended(live, { exitCode: 128, reason: 'StartError', message });
			throw new RuntimeError(message);
		}
		live.record.state = 'running';
		live.record.startedAtMs = this.#context.loop.now();
		this.#changed(this.#podOf(live), live.record.id);
	}

	#launch(live: LiveContainer, onOutput: OutputListener, idle?: Idle): void {
		const { record } = this.#sandbox(live.record.sandboxId);
		const { targetContainerId } = live.record.config;
		rootWorkingDirectory(live.tree, live.cwd);
		const target = targetContainerId === undefined ? undefined : this.find(targetContainerId)?.process;
		const joined = target ?? this.#sandbox(record.id).pause?.process;
		const onExit = (result: WaitResult): void => this.#exited(live, result);
		live.process = this.machine.start(processOptions(live, record.config, { joined, onOutput, onExit, idle }));
	}

	#output(live: LiveContainer, stream: 'stdout' | 'stderr', data: Uint8Array): void {
		live.log.write(stream, data);
		for (const output of live.outputs) output(stream, data);
	}

	#exited(live: LiveContainer, result: WaitResult): void {
		// A container that was forgotten while it ran has nobody left to tell.
		if (live.record.state === 'exited' || this.#containers.get(live.record.id) !== live) return;
		if (result.kind === 'signaled') {
			const exitCode = signalExitCode(result.signal);
			const reason = live.group.oomKills > 0 ? 'OOMKilled' : 'Error';
			this.#ended(live, { exitCode, reason, message: '' });
		} else if (result.kind === 'exited') {
			const reason = result.status === 0 ? 'Completed' : 'Error';
			this.#ended(live, { exitCode: result.status, reason, message: '' });
		}
	}

	#ended(live: LiveContainer, how: { exitCode: number; reason: string; message: string }): void {
		const { record } = live;
		record.state = 'exited';
		record.finishedAtMs = this.#context.loop.now();
		record.exitCode = how.exitCode;
		record.reason = how.reason;
		record.message = how.message;
		live.log.close();
		const exits = [...live.exits];
		live.exits.clear();
		for (const exit of exits) exit();
		this.#changed(this.#podOf(live), live.record.id);
	}

	/** The machine has lost its power: what ran has ended, and nobody knows how. Models containerd's recovery. */
	powerLost(): void {
		for (const live of this.#containers.values()) {
			if (live.record.state === 'running') this.#ended(live, { exitCode: 255, reason: 'Unknown', message: '' });
		}
		for (const { record } of this.#sandboxes.values()) this.stopSandbox(record.id);
	}

	/** Asks a container to end, and ends it when it has not after `graceMs`. Returns when it has ended. */
	*stopContainer(id: string, graceMs: number): Task<void> {
		const live = this.live(id);
		if (live.record.state !== 'running') return;
		const { loop } = this.#context;
		const signal = new Signal(loop.post);
		const wake = (): void => signal.wakeAll();
		live.exits.add(wake);
		if (graceMs > 0) live.process?.signal(live.record.stopSignal);
		const kill = loop.after(graceMs, () => live.group.killAll());
		while (this.#containers.has(id) && (live.record.state as string) === 'running') yield signal;
		kill.cancel();
		live.exits.delete(wake);
	}

	/** Forgets an ended container, and its log. */
	removeContainer(id: string): void {
		const live = this.live(id);
		live.group.killAll();
		live.log.remove();
		const { podUid } = this.#sandbox(live.record.sandboxId).record.config;
		this.machine.releaseTree(live.tree);
		if (live.content !== live.tree) this.machine.releaseTree(live.content);
		this.#containers.delete(id);
		this.#containersOfPod.remove(podUid, id);
		for (const exit of live.exits) exit();
	}

	/**
	 * Everything that must outlive this object, as plain data shared with nobody.
	 * @param copies of the machine, when it is copied too.
	 */
	snapshot(copies?: FrozenFileSystems): RuntimeSnapshot {
		return {
			idCounter: this.#idCounter,
			podCidr: this.addresses.cidr,
			images: this.images.list(),
			sandboxes: [...this.#sandboxes.values()].map((each) => ({ ...each.record })),
			containers: [...this.#containers.values()].map(({ record, content, tree, env, group }) => ({
				record: { ...record },
				content: this.machine.snapshotTree(content),
				mounts: copies && tree.mountTable(copies),
				env,
				group: group.memory(),
			})),
		};
	}

	/**
	 * Takes over a snapshot's records and starts again what ran, into a runtime that has nothing yet. The node's
	 * files, logs among them, are restored with its machine. What the programs write while they start they had
	 * written before, so it is dropped.
	 * @param copies of the machine, where it was copied too.
	 * @param idleOf what the program of a container that runs waits for before it has anything to do.
	 */
	restore(
		snapshot: RuntimeSnapshot,
		copies?: ThawedFileSystems,
		idleOf: (record: ContainerRecord) => Idle | undefined = () => undefined,
	): void {
		this.#idCounter = snapshot.idCounter;
		for (const { version, tags, digests } of snapshot.images) this.images.add(version, tags, digests);
		if (snapshot.podCidr !== undefined) this.setPodCidr(snapshot.podCidr);
		for (const record of snapshot.sandboxes) {
			const { address, state, config } = record;
			const own = address !== undefined && state === 'ready' && config.address === undefined;
			if (own) this.addresses.reserve(address);
			this.#addSandbox({ ...record });
		}
		for (const container of snapshot.containers) this.#restoreContainer(container, copies, idleOf(container.record));
	}

	#restoreContainer(container: ContainerSnapshot, copies: ThawedFileSystems | undefined, idle: Idle | undefined): void {
		const record = { ...container.record };
		this.#addContainer(record, this.machine.createTree(container.content), { ...container, copies });
		if (record.state !== 'running') return;
		const live = this.live(record.id);
		const { loop } = this.#context;
		let startedAtMs = idle === undefined ? loop.now() : Number.POSITIVE_INFINITY;
		const onOutput: OutputListener = (stream, data) => {
			if (loop.now() > startedAtMs + STARTING_MS) this.#output(live, stream, data);
		};
		const onBegin = (): void => {
			startedAtMs = loop.now();
		};
		this.#launch(live, onOutput, idle && ((process) => idleThen(process, idle, onBegin)));
	}

	#podOf(live: LiveContainer): string {
		return this.#sandbox(live.record.sandboxId).record.config.podUid;
	}

	#sandbox(id: string): Sandbox {
		const sandbox = this.#sandboxes.get(id);
		if (sandbox === undefined) throw new Error(`assertion failed: no sandbox ${id}`);
		return sandbox;
	}

	#changed(podUid: string, id: string): void {
		for (const listener of this.#listeners) listener(podUid, id);
	}

	#jitter(ms: number): number {
		return ms * (0.75 + this.#random.float() * 0.6);
	}

	/** For the messages of commands that could not be started. */
	newExecId(): string {
		return this.#newId();
	}

	/** 64 hex digits. Depends on the count only, so that a restored world goes on where the snapshot stopped. */
	#newId(): string {
		return this.#random.stream(`id/${this.#idCounter++}`).hex(64);
	}
}
