import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { SNAPSHOT_GROUP } from '../csi/snapshot-kinds.ts';

type Schema = { readonly [keyword: string]: unknown };

const TEXT: Schema = { type: 'string' };
const FLAG: Schema = { type: 'boolean' };
const NUMBER: Schema = { type: 'integer', format: 'int64', minimum: 0 };
const TIME: Schema = { type: 'string', format: 'date-time' };
const SIZE: Schema = {
	anyOf: [{ type: 'integer' }, { type: 'string' }],
	pattern:
		'^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
	'x-kubernetes-int-or-string': true,
};
const POLICY: Schema = { type: 'string', enum: ['Delete', 'Retain'] };

function object(properties: Schema, required: readonly string[] = []): Schema {
	return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

function rules(schema: Schema, ...list: readonly (readonly [message: string, rule: string])[]): Schema {
	return { ...schema, 'x-kubernetes-validations': list.map(([message, rule]) => ({ message, rule })) };
}

const ERROR = object({ message: TEXT, time: TIME });
const exactlyOne = (a: string, b: string): readonly [string, string] => [
	`exactly one of ${a} and ${b} must be set`,
	`(has(self.${a}) && !has(self.${b})) || (!has(self.${a}) && has(self.${b}))`,
];

type Column = readonly [name: string, jsonPath: string, type: string];

interface Definition {
	readonly kind: string;
	readonly plural: string;
	readonly shortNames: readonly string[];
	readonly scope: string;
	readonly columns: readonly Column[];
	readonly properties: Schema;
	readonly required: readonly string[];
	readonly hasStatus: boolean;
}

const AGE: Column = ['Age', '.metadata.creationTimestamp', 'date'];

const DEFINITIONS: readonly Definition[] = [
	{
		kind: 'VolumeSnapshotClass',
		plural: 'volumesnapshotclasses',
		shortNames: ['vsclass', 'vsclasses'],
		scope: 'Cluster',
		columns: [['Driver', '.driver', 'string'], ['DeletionPolicy', '.deletionPolicy', 'string'], AGE],
		properties: {
			deletionPolicy: POLICY,
			driver: TEXT,
			parameters: { type: 'object', additionalProperties: TEXT },
		},
		required: ['deletionPolicy', 'driver'],
		hasStatus: false,
	},
	{
		kind: 'VolumeSnapshotContent',
		plural: 'volumesnapshotcontents',
		shortNames: ['vsc', 'vscs'],
		scope: 'Cluster',
		columns: [
			['ReadyToUse', '.status.readyToUse', 'boolean'],
			['RestoreSize', '.status.restoreSize', 'integer'],
			['DeletionPolicy', '.spec.deletionPolicy', 'string'],
			['Driver', '.spec.driver', 'string'],
			['VolumeSnapshotClass', '.spec.volumeSnapshotClassName', 'string'],
			['VolumeSnapshot', '.spec.volumeSnapshotRef.name', 'string'],
			['VolumeSnapshotNamespace', '.spec.volumeSnapshotRef.namespace', 'string'],
			AGE,
		],
		properties: {
			spec: object(
				{
					deletionPolicy: POLICY,
					driver: TEXT,
					source: rules(
						object({ snapshotHandle: TEXT, volumeHandle: TEXT }),
						exactlyOne('volumeHandle', 'snapshotHandle'),
					),
					sourceVolumeMode: TEXT,
					volumeSnapshotClassName: TEXT,
					volumeSnapshotRef: object({
						apiVersion: TEXT,
						fieldPath: TEXT,
						kind: TEXT,
						name: TEXT,
						namespace: TEXT,
						resourceVersion: TEXT,
						uid: TEXT,
					}),
				},
				['deletionPolicy', 'driver', 'source', 'volumeSnapshotRef'],
			),
			status: object({
				creationTime: { type: 'integer', format: 'int64' },
				error: ERROR,
				readyToUse: FLAG,
				restoreSize: NUMBER,
				snapshotHandle: TEXT,
			}),
		},
		required: ['spec'],
		hasStatus: true,
	},
	{
		kind: 'VolumeSnapshot',
		plural: 'volumesnapshots',
		shortNames: ['vs'],
		scope: 'Namespaced',
		columns: [
			['ReadyToUse', '.status.readyToUse', 'boolean'],
			['SourcePVC', '.spec.source.persistentVolumeClaimName', 'string'],
			['SourceSnapshotContent', '.spec.source.volumeSnapshotContentName', 'string'],
			['RestoreSize', '.status.restoreSize', 'string'],
			['SnapshotClass', '.spec.volumeSnapshotClassName', 'string'],
			['SnapshotContent', '.status.boundVolumeSnapshotContentName', 'string'],
			['CreationTime', '.status.creationTime', 'date'],
			AGE,
		],
		properties: {
			spec: object(
				{
					source: rules(
						object({ persistentVolumeClaimName: TEXT, volumeSnapshotContentName: TEXT }),
						exactlyOne('persistentVolumeClaimName', 'volumeSnapshotContentName'),
					),
					volumeSnapshotClassName: rules(TEXT, [
						'volumeSnapshotClassName must not be the empty string when set',
						'size(self) > 0',
					]),
				},
				['source'],
			),
			status: object({
				boundVolumeSnapshotContentName: TEXT,
				creationTime: TIME,
				error: ERROR,
				readyToUse: FLAG,
				restoreSize: SIZE,
			}),
		},
		required: ['spec'],
		hasStatus: true,
	},
];

/** The file of one kind: "snapshot.storage.k8s.io_volumesnapshots.yaml". */
export function definitionFiles(): readonly (readonly [file: string, text: string])[] {
	return DEFINITIONS.map((definition) => [
		`${SNAPSHOT_GROUP}_${definition.plural}.yaml`,
		formatYaml(definitionObject(definition) as never),
	]);
}

function definitionObject(definition: Definition): object {
	const { kind, plural, shortNames, scope, columns, properties, required, hasStatus } = definition;
	const own = { apiVersion: TEXT, kind: TEXT, metadata: { type: 'object' }, ...properties };
	return {
		apiVersion: 'apiextensions.k8s.io/v1',
		kind: 'CustomResourceDefinition',
		metadata: {
			annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes-csi/external-snapshotter/pull/814' },
			name: `${plural}.${SNAPSHOT_GROUP}`,
		},
		spec: {
			group: SNAPSHOT_GROUP,
			names: { kind, listKind: `${kind}List`, plural, shortNames, singular: kind.toLowerCase() },
			scope,
			versions: [
				{
					additionalPrinterColumns: columns.map(([name, jsonPath, type]) => ({ jsonPath, name, type })),
					name: 'v1',
					schema: { openAPIV3Schema: object(own, required) },
					served: true,
					storage: true,
					...(hasStatus && { subresources: { status: {} } }),
				},
			],
		},
	};
}
