import { compareQuantities } from '../../machinery/quantity.ts';
import {
	type DescribeSource,
	FS_TYPE,
	flag,
	list,
	number,
	READ_ONLY,
	type SourceFields,
	source,
	text,
} from './volume-sources.ts';

/** What Pods and PersistentVolumes show alike. Models the print…VolumeSource functions of kubectl/pkg/describe. */
export const COMMON_SOURCES: { readonly [field: string]: DescribeSource } = {
	hostPath: source(
		'HostPath (bare host directory volume)',
		text('Path', 'path'),
		text('HostPathType', 'type', '<none>'),
	),
	gcePersistentDisk: source(
		'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
		text('PDName', 'pdName'),
		FS_TYPE,
		number('Partition', 'partition'),
		READ_ONLY,
	),
	awsElasticBlockStore: source(
		'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
		text('VolumeID', 'volumeID'),
		FS_TYPE,
		number('Partition', 'partition'),
		READ_ONLY,
	),
	nfs: source(
		'NFS (an NFS mount that lasts the lifetime of a pod)',
		text('Server', 'server'),
		text('Path', 'path'),
		READ_ONLY,
	),
	quobyte: source(
		"Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
		text('Registry', 'registry'),
		text('Volume', 'volume'),
		READ_ONLY,
	),
	vsphereVolume: source(
		'vSphereVolume (a Persistent Disk resource in vSphere)',
		text('VolumePath', 'volumePath'),
		FS_TYPE,
		text('StoragePolicyName', 'storagePolicyName'),
	),
	azureDisk: source(
		'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
		text('DiskName', 'diskName'),
		text('DiskURI', 'diskURI'),
		(fields) => `Kind: \t${fields.kind}`,
		FS_TYPE,
		text('CachingMode', 'cachingMode'),
		READ_ONLY,
	),
	photonPersistentDisk: source(
		'PhotonPersistentDisk (a Persistent Disk resource in photon platform)',
		text('PdID', 'pdID'),
		FS_TYPE,
	),
	portworxVolume: source('PortworxVolume (a Portworx Volume resource)', text('VolumeID', 'volumeID')),
	storageos: source(
		'StorageOS (a StorageOS Persistent Disk resource)',
		text('VolumeName', 'volumeName'),
		text('VolumeNamespace', 'volumeNamespace'),
		FS_TYPE,
		READ_ONLY,
	),
	fc: source(
		'FC (a Fibre Channel disk)',
		(fields) => `TargetWWNs:\t${((fields.targetWWNs as readonly string[] | undefined) ?? []).join(', ')}`,
		text('LUN', 'lun', '<none>'),
		FS_TYPE,
		READ_ONLY,
	),
	flocker: source(
		'Flocker (a Flocker volume mounted by the Flocker agent)',
		text('DatasetName', 'datasetName'),
		text('DatasetUUID', 'datasetUUID'),
	),
};

type Reference = typeof READ_ONLY;

/** The sources that differ only in how their reference to a Secret is printed. */
export function sourcesWithSecrets(secretRef: (label: string, field: string) => Reference): {
	readonly [field: string]: DescribeSource;
} {
	const secret = secretRef('SecretRef', 'secretRef');
	return {
		iscsi: source(
			"ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
			text('TargetPortal', 'targetPortal'),
			text('IQN', 'iqn'),
			number('Lun', 'lun'),
			(fields) => `ISCSIInterface\t${fields.iscsiInterface ?? ''}`,
			FS_TYPE,
			READ_ONLY,
			list('Portals', 'portals'),
			flag('DiscoveryCHAPAuth', 'chapAuthDiscovery'),
			flag('SessionCHAPAuth', 'chapAuthSession'),
			secret,
			text('InitiatorName', 'initiatorName', '<none>'),
		),
		rbd: source(
			"RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
			list('CephMonitors', 'monitors'),
			text('RBDImage', 'image'),
			FS_TYPE,
			text('RBDPool', 'pool'),
			text('RadosUser', 'user'),
			text('Keyring', 'keyring'),
			secret,
			READ_ONLY,
		),
		cinder: source(
			'Cinder (a Persistent Disk resource in OpenStack)',
			text('VolumeID', 'volumeID'),
			FS_TYPE,
			READ_ONLY,
			secret,
		),
		cephfs: source(
			"CephFS (a CephFS mount on the host that shares a pod's lifetime)",
			list('Monitors', 'monitors'),
			text('Path', 'path'),
			text('User', 'user'),
			text('SecretFile', 'secretFile'),
			secret,
			READ_ONLY,
		),
	};
}

/** "SizeLimit:" of an emptyDir; none and zero are unset. */
export function sizeLimitLine({ sizeLimit }: SourceFields): string {
	const limited = typeof sizeLimit === 'string' && compareQuantities(sizeLimit, '0') > 0;
	return `SizeLimit:\t${limited ? sizeLimit : '<unset>'}`;
}
