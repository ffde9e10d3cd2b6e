import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { StorageClass } from '../../api/storage/types.ts';
import { ApiClient, type Draft } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import type { Process } from '../../kernel/process-api.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { goFlag } from '../../kubelet/images/programs/simple-http.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { wholeValue } from '../../machinery/quantity.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { InClusterTransport, readText } from '../in-cluster-transport.ts';
import { AccountEvents } from '../serving/account-events.ts';
import { ObjectCache } from '../serving/object-cache.ts';
import { type HelperWork, helperPod } from './helper-pod.ts';
import { PROVISIONER } from './manifest.ts';
import { ConfigurationError, pathsOnNode, readNodePaths } from './node-paths.ts';

function core<T extends KubeObject>(resource: string, kind: string, namespaced: boolean): Resource<T> {
	return { group: '', version: 'v1', resource, kind, namespaced };
}

const CLAIMS = core<PersistentVolumeClaim>('persistentvolumeclaims', 'PersistentVolumeClaim', true);
const VOLUMES = core<PersistentVolume>('persistentvolumes', 'PersistentVolume', false);
const PODS = core<Pod>('pods', 'Pod', true);
const NODES = core<Node>('nodes', 'Node', false);
const CLASSES: Resource<StorageClass> = {
	group: 'storage.k8s.io',
	version: 'v1',
	resource: 'storageclasses',
	kind: 'StorageClass',
	namespaced: false,
};
const HOSTNAME = 'kubernetes.io/hostname';
const ASKED = ['volume.kubernetes.io/storage-provisioner', 'volume.beta.kubernetes.io/storage-provisioner'];
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
const HELPER_SECONDS_MAX = 120;
const RETRY_MS = 15_000;
const RETRY_MS_MAX = 1_000_000;
const MODES = ['ReadWriteOnce', 'ReadWriteOncePod'];
const MIB = 1024 ** 2;

/** What cannot be provisioned or deleted now; it is tried again. */
class ProvisionError extends Error {}

export function* localPathProvisioner(process: Process): Task<number> {
	process.rest({ cpuMillicores: 1, memoryBytes: 12 * MIB });
	return yield* new LocalPathProvisioner(process).run();
}

/**
 * Makes a directory of a node for each claim of its classes, by a Pod there, and removes it with the claim.
 * Models rancher/local-path-provisioner and sig-storage-lib-external-provisioner ProvisionController.
 */
class LocalPathProvisioner {
	readonly #process: Process;
	readonly #group = new TaskGroup();
	readonly #client: ApiClient;
	readonly #events: AccountEvents;
	readonly #claims: ObjectCache<PersistentVolumeClaim>;
	readonly #volumes: ObjectCache<PersistentVolume>;
	/** By uid: what is being worked on, until it has worked or need not be. */
	readonly #busy = new Set<string>();
	readonly #file: string;
	readonly #namespace: string;
	readonly #provisioner: string;

	constructor(process: Process) {
		this.#process = process;
		const args = process.argv.slice(1);
		this.#file = goFlag(args, 'config') ?? '';
		this.#provisioner = goFlag(args, 'provisioner') ?? process.env.get('PROVISIONER_NAME') ?? PROVISIONER;
		this.#namespace = goFlag(args, 'namespace') ?? process.env.get('POD_NAMESPACE') ?? 'local-path-storage';
		this.#client = new ApiClient(new InClusterTransport(process), 'local-path-provisioner');
		const name = `${this.#provisioner}_${process.env.get('HOSTNAME') ?? ''}`;
		this.#events = new AccountEvents(process, this.#client, name);
		const onError = (message: string): Task<void> => this.#log('error', message);
		const shared = { process, client: this.#client, onError };
		this.#claims = new ObjectCache({ ...shared, resource: CLAIMS, onChange: () => this.#look() });
		this.#volumes = new ObjectCache({ ...shared, resource: VOLUMES, onChange: () => this.#look() });
	}

	*run(): Task<number> {
		const text = yield* readText(this.#process, this.#file);
		try {
			if (text === '') throw new ConfigurationError(`open ${this.#file}: no such file or directory`);
			readNodePaths(this.#file, text);
		} catch (error) {
			if (!(error instanceof ConfigurationError)) throw error;
			yield* this.#log('fatal', `Error starting daemon: invalid configuration file ${this.#file}: ${error.message}`);
			return 1;
		}
		yield* this.#log('debug', `Applied config: ${JSON.stringify(JSON.parse(text))}`);
		yield* this.#log('debug', 'Provisioner started');
		this.#group.add(this.#claims.follow());
		this.#group.add(this.#volumes.follow());
		this.#process.onSignal('TERM', 'catch');
		this.#process.onSignal('INT', 'catch');
		return yield* this.#group.run(this.#process, () => 0);
	}

	#log(level: string, message: string): Task<void> {
		const line = `time=${JSON.stringify(formatTime(this.#process.now()))} level=${level} msg=${JSON.stringify(message)}\n`;
		return this.#process.write(2, encodeUtf8(line));
	}

	/** Begins what is to be done and not being done yet. */
	#look(): void {
		if (!this.#claims.synced || !this.#volumes.synced) return;
		for (const claim of this.#claims.list()) if (this.#isWanted(claim)) this.#begin(claim, this.#provision(claim));
		for (const volume of this.#volumes.list()) {
			if (this.#isUnwanted(volume)) this.#begin(volume, this.#remove(volume));
		}
	}

	#begin({ metadata }: KubeObject, task: Task<void>): void {
		if (this.#busy.has(metadata.uid)) return;
		this.#busy.add(metadata.uid);
		this.#group.add(task);
	}

	/** Models shouldProvision. */
	#isWanted({ metadata, spec }: PersistentVolumeClaim): boolean {
		if ((spec.volumeName ?? '') !== '' || metadata.deletionTimestamp !== undefined) return false;
		const { annotations = {} } = metadata;
		if (!ASKED.some((key) => annotations[key] === this.#provisioner)) return false;
		return this.#volumes.get('', `pvc-${metadata.uid}`) === undefined;
	}

	/** Models shouldDelete. */
	#isUnwanted({ metadata, spec, status }: PersistentVolume): boolean {
		if (metadata.deletionTimestamp !== undefined || status.phase !== 'Released') return false;
		const provisioner = metadata.annotations?.[PROVISIONED_BY];
		return spec.persistentVolumeReclaimPolicy === 'Delete' && provisioner === this.#provisioner;
	}

	*#provision({ metadata }: PersistentVolumeClaim): Task<void> {
		const { namespace = '', name, uid } = metadata;
		for (let tries = 0; ; tries++) {
			const claim = this.#claims.get(namespace, name);
			if (claim === undefined || claim.metadata.uid !== uid || !this.#isWanted(claim)) break;
			if (yield* this.#tryProvision(claim)) break;
			yield* this.#process.sleep(Math.min(RETRY_MS * 2 ** tries, RETRY_MS_MAX));
		}
		this.#busy.delete(uid);
	}

	/** Whether it need not be tried again before it changes. */
	*#tryProvision(claim: PersistentVolumeClaim): Task<boolean> {
		const className = claim.spec.storageClassName ?? '';
		try {
			const storageClass = yield* this.#client.get(CLASSES, '', className);
			const selected = claim.metadata.annotations?.[SELECTED_NODE];
			if (storageClass.volumeBindingMode === 'WaitForFirstConsumer' && selected === undefined) return true;
			const { namespace, name } = claim.metadata;
			const what = `External provisioner is provisioning volume for claim "${namespace}/${name}"`;
			yield* this.#events.event(claim, 'Normal', 'Provisioning', what);
			const volume = yield* this.#makeVolume(claim, storageClass, selected);
			yield* this.#client.create(VOLUMES, volume);
			const made = `Successfully provisioned volume ${volume.metadata.name}`;
			yield* this.#events.event(claim, 'Normal', 'ProvisioningSucceeded', made);
			return true;
		} catch (error) {
			const problem = problemOf(error);
			const message = `failed to provision volume with StorageClass "${className}": ${problem}`;
			yield* this.#events.event(claim, 'Warning', 'ProvisioningFailed', message);
			return false;
		}
	}

	*#makeVolume(
		claim: PersistentVolumeClaim,
		storageClass: StorageClass,
		selected: string | undefined,
	): Task<Draft<PersistentVolume>> {
		const { metadata, spec } = claim;
		if (spec.selector !== undefined) throw new ProvisionError('claim.Spec.Selector is not supported');
		if (spec.accessModes?.some((mode) => !MODES.includes(mode)) === true) {
			throw new ProvisionError('NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes');
		}
		if (selected === undefined) throw new ProvisionError('configuration error, no node was specified');
		const node = yield* this.#client.get(NODES, '', selected);
		const choice = pathsOnNode(readNodePaths(this.#file, yield* readText(this.#process, this.#file)), selected);
		const base = storageClass.parameters?.nodePath ?? choice[this.#process.randomUint32() % choice.length];
		const name = `pvc-${metadata.uid}`;
		const path = `${base}/${name}_${metadata.namespace}_${metadata.name}`;
		yield* this.#log('info', `Creating volume ${name} at ${selected}:${path}`);
		const storage = spec.resources?.requests?.storage ?? '0';
		const volumeMode = spec.volumeMode ?? 'Filesystem';
		yield* this.#help({
			action: 'create',
			volume: name,
			path,
			node: selected,
			sizeBytes: wholeValue(storage),
			volumeMode,
		});
		const type = metadata.annotations?.volumeType ?? storageClass.metadata.annotations?.defaultVolumeType ?? 'hostPath';
		const source = type === 'local' ? { local: { path } } : { hostPath: { path, type: 'DirectoryOrCreate' } };
		const matchExpressions = [
			{ key: HOSTNAME, operator: 'In', values: [node.metadata.labels?.[HOSTNAME] ?? selected] },
		];
		const { name: claimName, namespace, uid, resourceVersion } = metadata;
		return {
			metadata: {
				name,
				annotations: { 'local.path.provisioner/selected-node': selected, [PROVISIONED_BY]: this.#provisioner },
			},
			spec: {
				...source,
				accessModes: [...(spec.accessModes ?? [])],
				capacity: { storage },
				claimRef: {
					apiVersion: 'v1',
					kind: 'PersistentVolumeClaim',
					name: claimName,
					namespace,
					uid,
					resourceVersion,
				},
				nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } },
				persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
				storageClassName: storageClass.metadata.name,
				volumeMode: 'Filesystem',
			},
		} as Draft<PersistentVolume>;
	}

	*#remove({ metadata }: PersistentVolume): Task<void> {
		for (let tries = 0; ; tries++) {
			const volume = this.#volumes.get('', metadata.name);
			if (volume === undefined || volume.metadata.uid !== metadata.uid || !this.#isUnwanted(volume)) break;
			try {
				yield* this.#tryRemove(volume);
				break;
			} catch (error) {
				yield* this.#events.event(volume, 'Warning', 'VolumeFailedDelete', problemOf(error));
			}
			yield* this.#process.sleep(Math.min(RETRY_MS * 2 ** tries, RETRY_MS_MAX));
		}
		this.#busy.delete(metadata.uid);
	}

	*#tryRemove({ metadata, spec }: PersistentVolume): Task<void> {
		const { name } = metadata;
		const path = spec.hostPath?.path ?? spec.local?.path;
		const node = spec.nodeAffinity?.required?.nodeSelectorTerms
			.flatMap(({ matchExpressions }) => matchExpressions ?? [])
			.find(({ key }) => key === HOSTNAME)?.values?.[0];
		if (path === undefined) throw new ProvisionError(`failed to delete volume ${name}: no path set`);
		if (node === undefined) throw new ProvisionError(`failed to delete volume ${name}: cannot find affinited node`);
		yield* this.#log('info', `Deleting volume ${name} at ${node}:${path}`);
		const sizeBytes = wholeValue(spec.capacity?.storage ?? '0');
		const volumeMode = spec.volumeMode ?? 'Filesystem';
		try {
			yield* this.#help({ action: 'delete', volume: name, path, node, sizeBytes, volumeMode });
		} catch (error) {
			const problem = problemOf(error);
			yield* this.#log('info', `clean up volume ${name} failed: ${problem}`);
			throw new ProvisionError(`failed to delete volume ${name}: ${problem}`);
		}
		yield* this.#client.delete(VOLUMES, { namespace: '', name });
	}

	/** Runs a helper Pod until it has done its work. Throws ProvisionError. Models createHelperPod. */
	*#help(work: HelperWork): Task<void> {
		const { action, volume, node, path } = work;
		const process = this.#process;
		const folder = this.#file.slice(0, this.#file.lastIndexOf('/'));
		const template = yield* readText(process, `${folder}/helperPod.yaml`);
		const account = 'local-path-provisioner-service-account';
		const draft = helperPod(template, this.#namespace, account, work);
		const of = { namespace: this.#namespace, name: draft.metadata.name as string };
		yield* this.#log('info', `create the helper pod ${of.name} into ${of.namespace}`);
		try {
			yield* this.#client.create(PODS, draft);
		} catch (error) {
			if (!(error instanceof ApiError) || error.status.reason !== 'AlreadyExists') {
				throw new ProvisionError(`failed to ${action} volume ${volume}: ${problemOf(error)}`);
			}
		}
		let done = false;
		for (let waited = 0; !done && waited < HELPER_SECONDS_MAX; waited++) {
			const pod = yield* this.#client.get(PODS, of.namespace, of.name);
			done = pod.status.phase === 'Succeeded';
			if (!done) yield* process.sleep(1_000);
		}
		yield* this.#client.delete(PODS, of);
		if (!done) {
			const problem = `create process timeout after ${HELPER_SECONDS_MAX} seconds`;
			throw new ProvisionError(`failed to ${action} volume ${volume}: ${problem}`);
		}
		yield* this.#log('info', `Volume ${volume} has been ${action}d on ${node}:${path}`);
	}
}

/** Passes on what is no problem of the cluster. */
function problemOf(error: unknown): string {
	if (error instanceof ProvisionError || error instanceof ConfigurationError || error instanceof ApiError) {
		return error.message;
	}
	throw error;
}
