import { expect, test } from 'vitest';
import { verdictOfCreate, verdictOfUpdate } from './prepare.ts';

const storage = (kind: string, rest: string, name = 'x'): string =>
	`apiVersion: storage.k8s.io/v1\nkind: ${kind}\nmetadata: {name: ${name}}\n${rest}\n`;

const SUBDOMAIN =
	"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

test.each([
	['a driver with defaults only', storage('CSIDriver', 'spec: {}', 'csi.example.com'), 'valid'],
	[
		'a driver, all wrong',
		storage(
			'CSIDriver',
			`spec:
  fsGroupPolicy: Some
  tokenRequests: [{audience: a, expirationSeconds: 60}, {audience: a}, {audience: b, expirationSeconds: 4294967297}]
  volumeLifecycleModes: [Forever]
  nodeAllocatableUpdatePeriodSeconds: 5`,
			'csi.example.com',
		),
		'CSIDriver.storage.k8s.io "csi.example.com" is invalid: [spec.fsGroupPolicy: Unsupported value: "Some": supported values: "File", "None", "ReadWriteOnceWithFSType", spec.tokenRequests[0].expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes, spec.tokenRequests[1].audience: Duplicate value: "a", spec.tokenRequests[2].expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds, spec.volumeLifecycleModes: Unsupported value: "Forever": supported values: "Persistent", "Ephemeral", spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 5: must be greater than or equal to 10 seconds]',
	],
	[
		'a node, all wrong',
		storage(
			'CSINode',
			`spec:
  drivers:
  - {name: "", nodeID: "", allocatable: {count: -1}}
  - {name: csi.example.com, nodeID: a, topologyKeys: [zone, zone]}
  - {name: csi.example.com, nodeID: a}`,
			'node01',
		),
		`CSINode.storage.k8s.io "node01" is invalid: [spec.drivers[0].name: Required value, spec.drivers[0].name: Invalid value: "": ${SUBDOMAIN}, spec.drivers[0].nodeID: Required value, spec.drivers[0].allocatable.count: Invalid value: -1: must be greater than or equal to 0, spec.drivers[1]: Duplicate value: "zone", spec.drivers[2].name: Duplicate value: "csi.example.com"]`,
	],
	[
		'a capacity below nothing',
		storage('CSIStorageCapacity', 'storageClassName: ""\ncapacity: -1Gi'),
		`CSIStorageCapacity.storage.k8s.io "x" is invalid: [storageClassName: Invalid value: "": ${SUBDOMAIN}, capacity: Invalid value: "-1Gi": must be greater than or equal to 0]`,
	],
	[
		'an attachment of nothing to nowhere',
		storage('VolumeAttachment', 'spec: {attacher: "", nodeName: "", source: {}}'),
		`VolumeAttachment.storage.k8s.io "x" is invalid: [spec.attacher: Required value, spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName, spec.nodeName: Invalid value: "": ${SUBDOMAIN}, spec.attacher: Invalid value: "": ${SUBDOMAIN}]`,
	],
	[
		'an attachment',
		storage(
			'VolumeAttachment',
			'spec: {attacher: csi.example.com, nodeName: node01, source: {persistentVolumeName: pv1}}',
		),
		'valid',
	],
	[
		'attributes without any',
		storage('VolumeAttributesClass', 'driverName: ""'),
		'VolumeAttributesClass.storage.k8s.io "x" is invalid: [driverName: Required value, parameters: Required value: must contain at least one key/value pair]',
	],
])('%s', (_, yaml, expected) => expect(verdictOfCreate(yaml)).toBe(expected));

test.each([
	[
		'what of a driver is immutable',
		storage('CSIDriver', 'spec: {attachRequired: true}', 'csi.example.com'),
		storage('CSIDriver', 'spec: {attachRequired: false, volumeLifecycleModes: [Ephemeral]}', 'csi.example.com'),
		'CSIDriver.storage.k8s.io "csi.example.com" is invalid: [spec.attachedRequired: Invalid value: false: field is immutable, spec.volumeLifecycleModes: Invalid value: ["Ephemeral"]: field is immutable]',
	],
	[
		'how much a driver attaches may change, its id not',
		storage('CSINode', 'spec: {drivers: [{name: a, nodeID: a, allocatable: {count: 1}}, {name: b, nodeID: b}]}'),
		storage('CSINode', 'spec: {drivers: [{name: a, nodeID: a, allocatable: {count: 2}}, {name: b, nodeID: c}]}'),
		'CSINode.storage.k8s.io "x" is invalid: spec.drivers: Invalid value: {"Name":"b","NodeID":"c","TopologyKeys":null,"Allocatable":null}: field is immutable',
	],
	[
		'an attachment stays where it is',
		storage('VolumeAttachment', 'spec: {attacher: a, nodeName: node01, source: {persistentVolumeName: pv1}}'),
		storage('VolumeAttachment', 'spec: {attacher: a, nodeName: node02, source: {persistentVolumeName: pv1}}'),
		'VolumeAttachment.storage.k8s.io "x" is invalid: spec: Invalid value: {"Attacher":"a","Source":{"PersistentVolumeName":"pv1","InlineVolumeSpec":null},"NodeName":"node02"}: field is immutable',
	],
	[
		'attributes stay what they are',
		storage('VolumeAttributesClass', 'driverName: a\nparameters: {iops: "1"}'),
		storage('VolumeAttributesClass', 'driverName: b\nparameters: {iops: "2"}'),
		'VolumeAttributesClass.storage.k8s.io "x" is invalid: [driverName: Forbidden: updates to driverName are forbidden., parameters: Forbidden: updates to parameters are forbidden.]',
	],
	[
		'what a capacity was asked for stays',
		storage('CSIStorageCapacity', 'storageClassName: a'),
		storage('CSIStorageCapacity', 'storageClassName: b\ncapacity: 1Gi'),
		'CSIStorageCapacity.storage.k8s.io "x" is invalid: storageClassName: Invalid value: "b": field is immutable',
	],
])('%s', (_, before, after, expected) => expect(verdictOfUpdate(before, after)).toBe(expected));
