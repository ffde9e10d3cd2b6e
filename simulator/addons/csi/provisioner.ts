import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { StorageClass } from '../../api/storage/types.ts';
import type { Draft } from '../../client/api-client.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { CreatedVolume, VolumeRequest } from '../../kubelet/csi/csi-driver.ts';
import { quantityOf, wholeValue } from '../../machinery/quantity.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { ObjectCache } from '../serving/object-cache.ts';
import { CLAIMS, CLASSES, isExpected, Sidecar, VOLUMES, WorkError, withoutFinalizer } from './sidecar.ts';
import { CONTENTS, SNAPSHOTS } from './snapshot-kinds.ts';

const ASKED = ['volume.kubernetes.io/storage-provisioner', 'volume.beta.kubernetes.io/storage-provisioner'];
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
const FINALIZER = 'external-provisioner.volume.kubernetes.io/finalizer';

/** Makes volumes for claims, and deletes them. Models kubernetes-csi/external-provisioner. */
export function* csiProvisioner(process: Process): Task<number> {
	process.rest({ cpuMillicores: 1, memoryBytes: 14 * 1024 ** 2 });
	const sidecar = new Sidecar(process, 'csi-provisioner');
	sidecar.group.add(new Provisioner(sidecar).start());
	return yield* sidecar.run();
}

class Provisioner {
	readonly #sidecar: Sidecar;
	#identity = '';
	#claims: ObjectCache<PersistentVolumeClaim> | undefined;
	#volumes: ObjectCache<PersistentVolume> | undefined;

	constructor(sidecar: Sidecar) {
		this.#sidecar = sidecar;
	}

	*start(): Task<void> {
		const sidecar = this.#sidecar;
		const { process } = sidecar;
		const { name } = yield* sidecar.connect((driver) => sidecar.identity(driver));
		this.#identity = `${process.now()}-${process.randomUint32() % 10_000}-${name}`;
		this.#claims = sidecar.follow(CLAIMS, (claim) => {
			if (!this.#isWanted(claim)) return;
			const { namespace = '', name: own } = claim.metadata;
			sidecar.work(`${namespace}/${own}`, () => this.#provision(namespace, own));
		});
		this.#volumes = sidecar.follow(VOLUMES, (volume) => {
			if (this.#isUnwanted(volume)) sidecar.work(volume.metadata.name, () => this.#remove(volume.metadata.name));
		});
	}

	#isWanted({ metadata, spec }: PersistentVolumeClaim): boolean {
		if ((spec.volumeName ?? '') !== '' || metadata.deletionTimestamp !== undefined) return false;
		return ASKED.some((key) => metadata.annotations?.[key] === this.#sidecar.driver.name);
	}

	#isUnwanted({ metadata, spec, status }: PersistentVolume): boolean {
		if (metadata.annotations?.[PROVISIONED_BY] !== this.#sidecar.driver.name) return false;
		if (spec.persistentVolumeReclaimPolicy !== 'Delete') {
			return metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(FINALIZER) === true;
		}
		return status.phase === 'Released' || (metadata.deletionTimestamp !== undefined && status.phase !== 'Bound');
	}

	*#provision(namespace: string, name: string): Task<void> {
		const sidecar = this.#sidecar;
		const claim = this.#claims?.get(namespace, name);
		if (claim === undefined || !this.#isWanted(claim)) return;
		if (this.#volumes?.get('', `pvc-${claim.metadata.uid}`) !== undefined) return;
		const className = claim.spec.storageClassName ?? '';
		try {
			const storageClass = yield* sidecar.client.get(CLASSES, '', className);
			const selected = claim.metadata.annotations?.[SELECTED_NODE];
			if (storageClass.volumeBindingMode === 'WaitForFirstConsumer' && selected === undefined) return;
			const what = `External provisioner is provisioning volume for claim "${namespace}/${name}"`;
			yield* sidecar.event(claim, 'Normal', 'Provisioning', what);
			const isDevice = claim.spec.volumeMode === 'Block';
			const request = { ...(yield* this.#request(claim)), ...(isDevice ? { isDevice } : {}) };
			const made = yield* sidecar.driver.call((driver) => driver.createVolume(request));
			const volume = this.#volume(claim, storageClass, made);
			yield* sidecar.client.create(VOLUMES, volume);
			const text = `Successfully provisioned volume ${volume.metadata.name}`;
			yield* sidecar.event(claim, 'Normal', 'ProvisioningSucceeded', text);
		} catch (error) {
			if (!isExpected(error)) throw error;
			const message = `failed to provision volume with StorageClass "${className}": ${error.message}`;
			yield* sidecar.event(claim, 'Warning', 'ProvisioningFailed', message);
			throw error;
		}
	}

	*#request({ metadata, spec }: PersistentVolumeClaim): Task<VolumeRequest> {
		const capacityBytes = wholeValue(spec.resources?.requests?.storage ?? '0');
		const name = `pvc-${metadata.uid}`;
		if (spec.selector !== undefined) throw new WorkError('claim Selector is not supported');
		const from = spec.dataSourceRef ?? spec.dataSource;
		if (from === undefined) return { name, capacityBytes };
		const namespace = metadata.namespace ?? '';
		const where = `error getting handle for DataSource Type ${from.kind} by Name ${from.name}`;
		if (from.kind === 'VolumeSnapshot') {
			const { id, sizeBytes } = yield* this.#snapshot(namespace, from.name, where);
			if (capacityBytes < sizeBytes) {
				const sizes = `requested volume size ${capacityBytes} is less than the size ${sizeBytes}`;
				throw new WorkError(`${where}: ${sizes} for the source snapshot ${from.name}`);
			}
			return { name, capacityBytes, source: { kind: 'snapshot', id } };
		}
		if (from.kind !== 'PersistentVolumeClaim') throw new WorkError(`unsupported DataSource kind ${from.kind}`);
		return {
			name,
			capacityBytes,
			source: { kind: 'volume', id: yield* this.#clonedVolume(namespace, from.name, spec, where) },
		};
	}

	/** Models getSnapshotSource. */
	*#snapshot(namespace: string, name: string, where: string): Task<{ id: string; sizeBytes: number }> {
		const { client } = this.#sidecar;
		try {
			const snapshot = yield* client.get(SNAPSHOTS, namespace, name);
			const { readyToUse, boundVolumeSnapshotContentName = '' } = snapshot.status ?? {};
			if (readyToUse !== true) throw new WorkError(`${where}: snapshot ${name} is not Ready`);
			const content = yield* client.get(CONTENTS, '', boundVolumeSnapshotContentName);
			return { id: content.status?.snapshotHandle ?? '', sizeBytes: content.status?.restoreSize ?? 0 };
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			throw new WorkError(`${where}: error getting snapshot ${name} from api server: ${error.message}`);
		}
	}

	/** Models getPVCSource. */
	*#clonedVolume(namespace: string, name: string, spec: PersistentVolumeClaim['spec'], where: string): Task<string> {
		const { client } = this.#sidecar;
		try {
			const source = yield* client.get(CLAIMS, namespace, name);
			const id = `${namespace}/${name}`;
			if (source.status.phase !== 'Bound') {
				throw new WorkError(`${where}: the PVC ${name} is not in Bound state, can't be used as a source`);
			}
			if (wholeValue(spec.resources?.requests?.storage ?? '0') < wholeValue(source.status.capacity?.storage ?? '0')) {
				throw new WorkError(
					`${where}: new PVC request must be greater than or equal in size to the specified PVC data source ${id}`,
				);
			}
			const volume = yield* client.get(VOLUMES, '', source.spec.volumeName ?? '');
			if (volume.spec.csi?.driver !== this.#sidecar.driver.name) {
				throw new WorkError(`${where}: the source volume ${name} is not of driver ${this.#sidecar.driver.name}`);
			}
			return volume.spec.csi.volumeHandle;
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			throw new WorkError(
				`${where}: error getting PVC ${name} (namespace "${namespace}") from api server: ${error.message}`,
			);
		}
	}

	#volume(
		{ metadata, spec }: PersistentVolumeClaim,
		storageClass: StorageClass,
		made: CreatedVolume,
	): Draft<PersistentVolume> {
		const { name, namespace, uid, resourceVersion } = metadata;
		const { driver } = this.#sidecar;
		const matchExpressions = Object.entries(made.topology ?? {}).map(([key, value]) => ({
			key,
			operator: 'In',
			values: [value],
		}));
		return {
			metadata: {
				name: `pvc-${uid}`,
				annotations: {
					[PROVISIONED_BY]: driver.name,
					'volume.kubernetes.io/provisioner-deletion-secret-name': '',
					'volume.kubernetes.io/provisioner-deletion-secret-namespace': '',
				},
				finalizers: [FINALIZER],
			},
			spec: {
				capacity: { storage: quantityOf(made.capacityBytes, 'BinarySI') },
				accessModes: [...(spec.accessModes ?? [])],
				persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
				storageClassName: storageClass.metadata.name,
				...(storageClass.mountOptions === undefined ? {} : { mountOptions: storageClass.mountOptions }),
				volumeMode: spec.volumeMode ?? 'Filesystem',
				claimRef: {
					apiVersion: 'v1',
					kind: 'PersistentVolumeClaim',
					name,
					...(namespace && { namespace }),
					uid,
					resourceVersion,
				},
				csi: {
					driver: driver.name,
					volumeHandle: made.id,
					volumeAttributes: { ...made.context, 'storage.kubernetes.io/csiProvisionerIdentity': this.#identity },
				},
				...(matchExpressions.length === 0
					? {}
					: { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } } }),
			},
		} as Draft<PersistentVolume>;
	}

	*#remove(name: string): Task<void> {
		const sidecar = this.#sidecar;
		const volume = this.#volumes?.get('', name);
		if (volume === undefined || !this.#isUnwanted(volume)) return;
		try {
			if (volume.spec.persistentVolumeReclaimPolicy === 'Delete') {
				const handle = volume.spec.csi?.volumeHandle ?? '';
				yield* sidecar.driver.call((driver) => driver.deleteVolume(handle));
				if (volume.metadata.deletionTimestamp === undefined) yield* sidecar.client.delete(VOLUMES, { name });
			}
			const [rest] = (yield* sidecar.client.list(VOLUMES, '')).filter(({ metadata }) => metadata.name === name);
			if (rest !== undefined) yield* sidecar.client.update(VOLUMES, withoutFinalizer(rest, FINALIZER));
		} catch (error) {
			if (!isExpected(error)) throw error;
			if (error instanceof ApiError && error.status.reason === 'Conflict') throw error;
			yield* sidecar.event(volume, 'Warning', 'VolumeFailedDelete', error.message);
			throw error;
		}
	}
}
