import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import type { Page } from '../addon.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const RBAC_GROUP = 'rbac.authorization.k8s.io';

type Rule = readonly [groups: string, resources: string, verbs: string];

interface Rights {
	/** Of the repository: "external-provisioner". */
	readonly project: string;
	readonly path: string;
	readonly account: string;
	readonly role: string;
	readonly rules: readonly Rule[];
}

const EVENTS: Rule = [',events.k8s.io', 'events', 'get,list,watch,create,update,patch'];
const READ = 'get,list,watch';

const RIGHTS: readonly Rights[] = [
	{
		project: 'external-provisioner',
		path: 'deploy/kubernetes/rbac.yaml',
		account: 'csi-provisioner',
		role: 'external-provisioner-runner',
		rules: [
			['', 'persistentvolumes', `${READ},create,patch,update,delete`],
			['', 'persistentvolumeclaims', `${READ},update`],
			['storage.k8s.io', 'storageclasses,csinodes,volumeattachments,volumeattributesclasses', READ],
			EVENTS,
			['snapshot.storage.k8s.io', 'volumesnapshots,volumesnapshotcontents', 'get,list'],
			['', 'nodes', READ],
		],
	},
	{
		project: 'external-attacher',
		path: 'deploy/kubernetes/rbac.yaml',
		account: 'csi-attacher',
		role: 'external-attacher-runner',
		rules: [
			['', 'persistentvolumes', `${READ},patch,update`],
			['storage.k8s.io', 'csinodes', READ],
			['storage.k8s.io', 'volumeattachments', `${READ},patch,update`],
			['storage.k8s.io', 'volumeattachments/status', 'patch,update'],
			EVENTS,
		],
	},
	{
		project: 'external-resizer',
		path: 'deploy/kubernetes/rbac.yaml',
		account: 'csi-resizer',
		role: 'external-resizer-runner',
		rules: [
			['', 'persistentvolumes', `${READ},patch,update`],
			['', 'persistentvolumeclaims,pods', READ],
			['', 'persistentvolumeclaims/status', 'patch,update'],
			EVENTS,
			['storage.k8s.io', 'volumeattributesclasses', READ],
		],
	},
	{
		project: 'external-snapshotter',
		path: 'deploy/kubernetes/csi-snapshotter/rbac-csi-snapshotter.yaml',
		account: 'csi-snapshotter',
		role: 'external-snapshotter-runner',
		rules: [
			EVENTS,
			['snapshot.storage.k8s.io', 'volumesnapshotclasses', READ],
			['snapshot.storage.k8s.io', 'volumesnapshotcontents', `${READ},update,patch`],
			['snapshot.storage.k8s.io', 'volumesnapshotcontents/status', 'update,patch'],
		],
	},
	{
		project: 'external-health-monitor',
		path: 'deploy/kubernetes/external-health-monitor-controller/rbac.yaml',
		account: 'csi-external-health-monitor-controller',
		role: 'external-health-monitor-controller-runner',
		rules: [['', 'persistentvolumes,persistentvolumeclaims,nodes,pods', READ], EVENTS],
	},
];

/** What the roles of the sidecars are called: a driver's own account is bound to them. */
export const SIDECAR_ROLES: readonly string[] = RIGHTS.map(({ role }) => role);

export function clusterRole(name: string, rules: readonly Rule[]): object {
	return {
		kind: 'ClusterRole',
		apiVersion: RBAC,
		metadata: { name },
		rules: rules.map(([groups, resources, verbs]) => ({
			apiGroups: groups.split(','),
			resources: resources.split(','),
			verbs: verbs.split(','),
		})),
	};
}

export function clusterRoleBinding(name: string, role: string, account: string, namespace: string): object {
	return {
		kind: 'ClusterRoleBinding',
		apiVersion: RBAC,
		metadata: { name },
		subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
		roleRef: { kind: 'ClusterRole', name: role, apiGroup: RBAC_GROUP },
	};
}

export function yamlOf(objects: readonly object[]): string {
	return objects.map((object) => formatYaml(object as never)).join('---\n');
}

/** The sidecars' rbac.yaml, of every release that has been. */
export const RIGHTS_PAGES: readonly Page[] = RIGHTS.flatMap(({ project, path, account, role, rules }) =>
	releasesOf(project).map((release) => ({
		url: `https://raw.githubusercontent.com/kubernetes-csi/${project}/${release}/${path}`,
		text: () =>
			yamlOf([
				{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace: 'default' } },
				clusterRole(role, rules),
				clusterRoleBinding(`${account}-role`, role, account, 'default'),
			]),
	})),
);

/** "v5.0.1 … v5.3.0", and the branch. */
function releasesOf(project: string): string[] {
	const majors: { readonly [project: string]: readonly string[] } = {
		'external-provisioner': ['v3.6', 'v4.0', 'v5.0', 'v5.1', 'v5.2', 'v5.3', 'v6.0'],
		'external-attacher': ['v4.4', 'v4.5', 'v4.6', 'v4.7', 'v4.8', 'v4.9', 'v4.10'],
		'external-resizer': ['v1.9', 'v1.10', 'v1.11', 'v1.12', 'v1.13', 'v1.14', 'v2.0'],
		'external-snapshotter': ['v6.3', 'v7.0', 'v8.0', 'v8.1', 'v8.2', 'v8.3', 'v8.4'],
		'external-health-monitor': ['v0.10', 'v0.11', 'v0.12', 'v0.13', 'v0.14', 'v0.15', 'v0.16'],
	};
	return ['master', ...(majors[project] ?? []).flatMap((minor) => [`${minor}.0`, `${minor}.1`, `${minor}.2`])];
}
