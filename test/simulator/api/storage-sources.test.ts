import { expect, test } from 'vitest';
import { verdictOfCreate } from './prepare.ts';

/** All of a volume's errors together, in the server's order and words. */
function refuse(name: string, yaml: string, expected: string): void {
	test(name, () => expect(verdictOfCreate(yaml)).toBe(expected));
}

const named = (kind: string, spec: string): string =>
	`apiVersion: v1\nkind: ${kind}\nmetadata: {name: a}\nspec: ${spec}\n`;
const pod = (...sources: readonly string[]): string =>
	named(
		'Pod',
		`{containers: [{name: c, image: i}], volumes: [${sources.map((each, i) => `{name: v${i}, ${each}}`).join(', ')}]}`,
	);
const volume = (source: string): string =>
	named('PersistentVolume', `{capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], ${source}}`);

refuse(
	'disks',
	pod(
		'gcePersistentDisk: {pdName: "", partition: 256}',
		'awsElasticBlockStore: {volumeID: "", partition: -1}',
		'azureDisk: {diskName: "", diskURI: x, kind: Managed, cachingMode: A}',
		'azureDisk: {diskName: a, diskURI: x, kind: Shared}',
		'vsphereVolume: {volumePath: ""}',
		'photonPersistentDisk: {pdID: ""}',
		'portworxVolume: {volumeID: ""}',
	),
	'Pod "a" is invalid: [spec.volumes[0].persistentDisk.pdName: Required value, spec.volumes[0].persistentDisk.partition: Invalid value: 256: must be between 1 and 255, inclusive, spec.volumes[1].awsElasticBlockStore.volumeID: Required value, spec.volumes[1].awsElasticBlockStore.partition: Invalid value: -1: must be between 1 and 255, inclusive, spec.volumes[2].azureDisk.diskName: Required value, spec.volumes[2].azureDisk.cachingMode: Unsupported value: "A": supported values: "None", "ReadOnly", "ReadWrite", spec.volumes[2].azureDisk.diskURI: Unsupported value: "x": supported values: "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}", spec.volumes[3].azureDisk.diskURI: Unsupported value: "x": supported values: "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd", spec.volumes[4].vsphereVolume.volumePath: Required value, spec.volumes[5].photonPersistentDisk.pdID: Required value, spec.volumes[6].portworxVolume.volumeID: Required value]',
);
refuse(
	'blocks',
	pod(
		'iscsi: {targetPortal: "", iqn: iqn.2001, lun: 256, chapAuthSession: true, initiatorName: foo}',
		'iscsi: {targetPortal: a, iqn: "iqn.2001-04.com.example:storage", lun: 0}',
		'fc: {}',
		'fc: {targetWWNs: [a], wwids: [b]}',
		'rbd: {monitors: [], image: ""}',
		'cinder: {volumeID: "", secretRef: {}}',
	),
	'Pod "a" is invalid: [spec.volumes[0].iscsi.targetPortal: Required value, spec.volumes[0].iscsi.iqn: Invalid value: "iqn.2001": must be valid format, spec.volumes[0].iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive, spec.volumes[0].iscsi.secretRef: Required value, spec.volumes[0].iscsi.initiatorname: Invalid value: "foo": must be valid format starting with iqn, eui, or naa, spec.volumes[2].fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both, spec.volumes[3].fc.targetWWNs: Invalid value: ["a"]: targetWWNs and wwids can not be specified simultaneously, spec.volumes[3].fc.lun: Required value: lun is required if targetWWNs is specified, spec.volumes[4].rbd.monitors: Required value, spec.volumes[4].rbd.image: Required value, spec.volumes[5].cinder.volumeID: Required value, spec.volumes[5].cinder.secretRef.name: Required value]',
);
refuse(
	'files',
	pod(
		'glusterfs: {endpoints: "", path: ""}',
		'flocker: {datasetName: a/b, datasetUUID: c}',
		'flocker: {}',
		'cephfs: {monitors: []}',
		'quobyte: {registry: a, volume: ""}',
		'quobyte: {registry: "a:1,b:2", volume: v}',
		'azureFile: {secretName: "", shareName: ""}',
		'scaleIO: {gateway: "", system: "", secretRef: {name: a}}',
		'storageos: {volumeName: A, volumeNamespace: B, secretRef: {}}',
	),
	"Pod \"a\" is invalid: [spec.volumes[0].glusterfs.endpoints: Required value, spec.volumes[0].glusterfs.path: Required value, spec.volumes[1].flocker: Invalid value: \"resource\": datasetName and datasetUUID can not be specified simultaneously, spec.volumes[1].flocker.datasetName: Invalid value: \"a/b\": must not contain '/', spec.volumes[2].flocker: Required value: one of datasetName and datasetUUID is required, spec.volumes[3].cephfs.monitors: Required value, spec.volumes[4].quobyte.registry: Invalid value: \"a\": must be a host:port pair or multiple pairs separated by commas, spec.volumes[4].quobyte.volume: Required value, spec.volumes[6].azureFile.secretName: Required value, spec.volumes[6].azureFile.shareName: Required value, spec.volumes[7].scaleIO.gateway: Required value, spec.volumes[7].scaleIO.system: Required value, spec.volumes[7].scaleIO.volumeName: Required value, spec.volumes[8].storageos.volumeName: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?'), spec.volumes[8].storageos.volumeNamespace: Invalid value: \"B\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?'), spec.volumes[8].storageos.secretRef.name: Required value]",
);
refuse(
	'drivers',
	pod(
		'csi: {driver: "", nodePublishSecretRef: {name: A}}',
		'csi: {driver: a_b}',
		'flexVolume: {driver: "", options: {kubernetes.io/a: b, a.k8s.io/c: d, e: f}}',
	),
	"Pod \"a\" is invalid: [spec.volumes[0].csi.driver: Required value, spec.volumes[0].csi.driver: Invalid value: \"\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'), spec.volumes[0].csi.name: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'), spec.volumes[1].csi.driver: Invalid value: \"a_b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'), spec.volumes[2].flexVolume.driver: Required value, spec.volumes[2].flexVolume.options[a.k8s.io/c]: Invalid value: \"a.k8s.io/c\": kubernetes.io and k8s.io namespaces are reserved, spec.volumes[2].flexVolume.options[kubernetes.io/a]: Invalid value: \"kubernetes.io/a\": kubernetes.io and k8s.io namespaces are reserved]",
);
refuse(
	'more than one',
	pod('emptyDir: {}, cephfs: {monitors: [a]}, downwardAPI: {}, configMap: {name: a}'),
	'Pod "a" is invalid: [spec.volumes[0].cephFS: Forbidden: may not specify more than 1 volume type, spec.volumes[0].downwarAPI: Forbidden: may not specify more than 1 volume type, spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type]',
);
refuse(
	'a volume of a driver',
	volume(
		'csi: {driver: "", volumeHandle: "", nodePublishSecretRef: {name: A, namespace: a.b}, nodeStageSecretRef: {}}',
	),
	"PersistentVolume \"a\" is invalid: [spec.csi.driver: Required value, spec.csi.driver: Invalid value: \"\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'), spec.csi.volumeHandle: Required value, spec.csi.nodePublishSecretRef.name: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'), spec.csi.nodePublishSecretRef.namespace: Invalid value: \"a.b\": must not contain dots]",
);
refuse(
	'volumes of products',
	volume('iscsi: {targetPortal: a, iqn: foo, lun: 1, secretRef: {}}'),
	'PersistentVolume "a" is invalid: [spec.iscsi.iqn: Invalid value: "foo": must be valid format, spec.iscsi.secretRef.name: Required value]',
);
refuse(
	'volumes of products with namespaces',
	volume('cinder: {volumeID: a, secretRef: {name: b}}'),
	'PersistentVolume "a" is invalid: spec.cinder.secretRef.namespace: Required value',
);
refuse(
	'claims of Pods take over labels only',
	pod(
		'ephemeral: {volumeClaimTemplate: {metadata: {name: a, namespace: b, labels: {c: d}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}',
	),
	'Pod "a" is invalid: [spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set, spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.namespace: Forbidden: cannot be set]',
);
