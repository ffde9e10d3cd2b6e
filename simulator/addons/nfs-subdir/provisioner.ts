import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { StorageClass } from '../../api/storage/types.ts';
import type { Draft } from '../../client/api-client.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { removeTree } from '../csi/directory-trees.ts';
import { CLAIMS, CLASSES, isExpected, Sidecar, uuidOf, VOLUMES, WorkError } from '../csi/sidecar.ts';
import type { ObjectCache } from '../serving/object-cache.ts';

const ROOT = '/persistentvolumes';
const ASKED = ['volume.kubernetes.io/storage-provisioner', 'volume.beta.kubernetes.io/storage-provisioner'];
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

export function* nfsSubdirProvisioner(process: Process): Task<number> {
	process.rest({ cpuMillicores: 1, memoryBytes: 9 * 1024 ** 2 });
	const { env } = process;
	for (const name of ['NFS_SERVER', 'NFS_PATH', 'PROVISIONER_NAME']) {
		if ((env.get(name) ?? '') !== '') continue;
		const sidecar = new Sidecar(process, 'nfs-subdir-external-provisioner');
		const what =
			name === 'PROVISIONER_NAME'
				? 'environment variable PROVISIONER_NAME is not set! Please set it.'
				: `${name} not set`;
		yield* sidecar.log('E', what);
		return 255;
	}
	const provisioner = env.get('PROVISIONER_NAME') as string;
	const sidecar = new Sidecar(process, `${provisioner}_${env.get('HOSTNAME') ?? ''}_${uuidOf(process)}`);
	new SubdirProvisioner(sidecar, provisioner).start();
	return yield* sidecar.run();
}

/** Models kubernetes-sigs/nfs-subdir-external-provisioner nfsProvisioner. */
class SubdirProvisioner {
	readonly #sidecar: Sidecar;
	readonly #name: string;
	#claims: ObjectCache<PersistentVolumeClaim> | undefined;
	#volumes: ObjectCache<PersistentVolume> | undefined;

	constructor(sidecar: Sidecar, name: string) {
		this.#sidecar = sidecar;
		this.#name = name;
	}

	start(): void {
		const sidecar = this.#sidecar;
		this.#claims = sidecar.follow(CLAIMS, (claim) => {
			const { namespace = '', name } = claim.metadata;
			if (this.#isWanted(claim)) sidecar.work(`${namespace}/${name}`, () => this.#provision(namespace, name));
		});
		this.#volumes = sidecar.follow(VOLUMES, (volume) => {
			const { name } = volume.metadata;
			if (this.#isUnwanted(volume)) sidecar.work(name, () => this.#remove(name));
		});
	}

	#isWanted({ metadata, spec }: PersistentVolumeClaim): boolean {
		if ((spec.volumeName ?? '') !== '' || metadata.deletionTimestamp !== undefined) return false;
		return ASKED.some((key) => metadata.annotations?.[key] === this.#name);
	}

	#isUnwanted({ metadata, spec, status }: PersistentVolume): boolean {
		if (metadata.annotations?.[PROVISIONED_BY] !== this.#name || metadata.deletionTimestamp !== undefined) return false;
		return spec.persistentVolumeReclaimPolicy === 'Delete' && status.phase === 'Released';
	}

	*#provision(namespace: string, name: string): Task<void> {
		const sidecar = this.#sidecar;
		const claim = this.#claims?.get(namespace, name);
		if (claim === undefined || !this.#isWanted(claim)) return;
		const className = claim.spec.storageClassName ?? '';
		try {
			const storageClass = yield* sidecar.client.get(CLASSES, '', className);
			const selected = claim.metadata.annotations?.[SELECTED_NODE];
			if (storageClass.volumeBindingMode === 'WaitForFirstConsumer' && selected === undefined) return;
			const what = `External provisioner is provisioning volume for claim "${namespace}/${name}"`;
			yield* sidecar.event(claim, 'Normal', 'Provisioning', what);
			const volume = this.#make(claim, storageClass);
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

	#make({ metadata, spec }: PersistentVolumeClaim, storageClass: StorageClass): Draft<PersistentVolume> {
		const { process } = this.#sidecar;
		if (spec.selector !== undefined) throw new WorkError('claim Selector is not supported');
		const { name, namespace = '', uid, resourceVersion } = metadata;
		const volume = `pvc-${uid}`;
		const folder = subdirectory(storageClass.parameters?.pathPattern, metadata) ?? `${namespace}-${name}-${volume}`;
		try {
			let path = ROOT;
			for (const part of folder.split('/').filter((each) => each !== '')) {
				path += `/${part}`;
				if (!process.access(path, {})) process.mkdir(path, 0o777);
			}
			process.chmod(path, 0o777);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const why = errorMessage(error.errno).toLowerCase();
			throw new WorkError(`unable to create directory to provision new pv: mkdir ${ROOT}/${folder}: ${why}`);
		}
		const base = (process.env.get('NFS_PATH') ?? '').replace(/\/+$/, '');
		return {
			metadata: { name: volume, annotations: { [PROVISIONED_BY]: this.#name } },
			spec: {
				capacity: { storage: spec.resources?.requests?.storage ?? '0' },
				accessModes: [...(spec.accessModes ?? [])],
				persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
				storageClassName: storageClass.metadata.name,
				...(storageClass.mountOptions === undefined ? {} : { mountOptions: storageClass.mountOptions }),
				volumeMode: spec.volumeMode ?? 'Filesystem',
				claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid, resourceVersion },
				nfs: { server: process.env.get('NFS_SERVER') ?? '', path: `${base}/${folder}` },
			},
		} as Draft<PersistentVolume>;
	}

	/** Removes the directory, or keeps it under another name. */
	*#remove(name: string): Task<void> {
		const sidecar = this.#sidecar;
		const { process } = sidecar;
		const volume = this.#volumes?.get('', name);
		if (volume === undefined || !this.#isUnwanted(volume)) return;
		const base = (process.env.get('NFS_PATH') ?? '').replace(/\/+$/, '');
		const folder = (volume.spec.nfs?.path ?? '').slice(base.length + 1);
		const path = `${ROOT}/${folder}`;
		const [storageClass] = (yield* sidecar.client.list(CLASSES, '')).filter(
			({ metadata }) => metadata.name === volume.spec.storageClassName,
		);
		const { onDelete, archiveOnDelete } = storageClass?.parameters ?? {};
		if (folder !== '' && process.access(path, {})) {
			if (onDelete === 'delete' || (onDelete === undefined && archiveOnDelete === 'false')) {
				yield* removeTree(process, path);
			} else if (onDelete !== 'retain') process.rename(path, `${ROOT}/archived-${folder.replaceAll('/', '-')}`);
		}
		yield* sidecar.client.delete(VOLUMES, { name });
	}
}

/** "${.PVC.namespace}/${.PVC.name}" of a claim. Models pvcMetadata.stringParser. */
function subdirectory(
	pattern: string | undefined,
	{ name, namespace = '', labels = {}, annotations = {} }: PersistentVolumeClaim['metadata'],
): string | undefined {
	if (pattern === undefined || pattern === '') return undefined;
	return pattern.replace(
		/\$\{\.PVC\.((?:labels|annotations)\.([^}]*)|name|namespace)\}/g,
		(_, field: string, key = '') => {
			if (field === 'name') return name;
			if (field === 'namespace') return namespace;
			return (field.startsWith('labels.') ? labels : annotations)[key as string] ?? '';
		},
	);
}
