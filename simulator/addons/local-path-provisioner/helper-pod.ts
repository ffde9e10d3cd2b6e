import type { Pod } from '../../api/core/types/pod.ts';
import type { Draft } from '../../client/api-client.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';

export interface HelperWork {
	readonly action: 'create' | 'delete';
	readonly volume: string;
	/** The directory to make or to remove. */
	readonly path: string;
	readonly node: string;
	readonly sizeBytes: number;
	readonly volumeMode: string;
}

const NAME_LENGTH_MAX = 128;

/** The Pod that works on a node's directory, from the template of the configuration. Models createHelperPod. */
export function helperPod(template: string, namespace: string, account: string, work: HelperWork): Draft<Pod> {
	const base = parseYamlDocument(template) as unknown as Pod;
	const { action, volume, path, node, sizeBytes, volumeMode } = work;
	const parent = path.slice(0, path.lastIndexOf('/'));
	const [first, ...others] = base.spec.containers;
	const script = action === 'create' ? 'setup' : 'teardown';
	const container = {
		...first,
		command: ['/bin/sh', `/script/${script}`],
		args: ['-p', path, '-s', String(sizeBytes), '-m', volumeMode, '-a', action],
		env: [
			...(first?.env ?? []),
			{ name: 'VOL_DIR', value: path },
			{ name: 'VOL_MODE', value: volumeMode },
			{ name: 'VOL_SIZE_BYTES', value: String(sizeBytes) },
		],
		securityContext: { privileged: true },
		volumeMounts: [
			...(first?.volumeMounts ?? []),
			{ name: 'script', mountPath: '/script' },
			{ name: 'data', mountPath: parent },
		],
	};
	return {
		metadata: {
			name: `${base.metadata.name}-${action}-${volume}`.slice(0, NAME_LENGTH_MAX),
			namespace,
		},
		spec: {
			...base.spec,
			nodeName: node,
			serviceAccountName: account,
			restartPolicy: 'Never',
			tolerations: [...(base.spec.tolerations ?? []), { operator: 'Exists' }],
			containers: [container, ...others],
			volumes: [
				...(base.spec.volumes ?? []),
				{ name: 'data', hostPath: { path: parent, type: 'DirectoryOrCreate' } },
				{
					name: 'script',
					configMap: { name: 'local-path-config', items: ['setup', 'teardown'].map((key) => ({ key, path: key })) },
				},
			],
		},
	} as unknown as Draft<Pod>;
}
