import { type Check, type Controls, type Group, manual } from './check.ts';

/** "title > what to do": one a line, numbered as they come. */
function group(id: string, text: string, lines: string): Group {
	const checks = lines
		.trim()
		.split('\n')
		.map((line, index): Check => {
			const [title = '', remedy = ''] = line.split(' > ');
			return manual(`${id}.${index + 1}`, title, remedy);
		});
	return { id, text, checks };
}

export const CONTROL_PLANE: Controls = {
	id: '3',
	text: 'Control Plane Configuration',
	target: 'controlplane',
	groups: [
		group(
			'3.1',
			'Authentication and Authorization',
			`
Client certificate authentication should not be used for users > Let people log in by OpenID Connect or another way than certificates.
Service account token authentication should not be used for users > Let people log in by OpenID Connect or another way than tokens of service accounts.
Bootstrap token authentication should not be used for users > Let people log in by OpenID Connect or another way than bootstrap tokens.`,
		),
		group(
			'3.2',
			'Logging',
			`
Ensure that a minimal audit policy is created > Write an audit policy for the cluster.
Ensure that the audit policy covers key security concerns > Look at what the policy tells of: at least access to Secrets, ConfigMaps and TokenReviews, changes of Pods and Deployments, exec, port-forward and proxy.`,
		),
	],
};

const RBAC = `
Ensure that the cluster-admin role is only used where required > List the ClusterRoleBindings to cluster-admin, and bind whoever needs less to a smaller role.
Minimize access to secrets > Take get, list and watch of Secrets away where they can be done without.
Minimize wildcard use in Roles and ClusterRoles > Name resources, groups and verbs in place of wildcards.
Minimize access to create pods > Take create of Pods away where it can be done without.
Ensure that default service accounts are not actively used > Make a service account for each workload that needs one, and set automountServiceAccountToken: false at the default one.
Ensure that Service Account Tokens are only mounted where necessary > Set automountServiceAccountToken: false at Pods and service accounts that need no token.
Avoid use of system:masters group > Take users out of the group system:masters.
Limit use of the Bind, Impersonate and Escalate permissions in the Kubernetes cluster > Take bind, impersonate and escalate away where they can be done without.
Minimize access to create persistent volumes > Take create of PersistentVolumes away where it can be done without.
Minimize access to the proxy sub-resource of nodes > Take nodes/proxy away where it can be done without.
Minimize access to the approval sub-resource of certificatesigningrequests objects > Take certificatesigningrequests/approval away where it can be done without.
Minimize access to webhook configuration objects > Take rights on webhook configurations away where they can be done without.
Minimize access to the service account token creation > Take create of serviceaccounts/token away where it can be done without.`;

const admission = (what: string): string =>
	`Minimize the admission of ${what} > Let a policy of each namespace with users refuse them.`;

const STANDARDS = [
	'Ensure that the cluster has at least one active policy control mechanism in place > Use Pod Security Admission or another policy control in every namespace with users.',
	...[
		'privileged containers',
		'containers wishing to share the host process ID namespace',
		'containers wishing to share the host IPC namespace',
		'containers wishing to share the host network namespace',
		'containers with allowPrivilegeEscalation',
		'root containers',
		'containers with the NET_RAW capability',
		'containers with capabilities assigned',
		'Windows HostProcess containers',
		'HostPath volumes',
		'containers which use HostPorts',
	].map(admission),
].join('\n');

export const POLICIES: Controls = {
	id: '5',
	text: 'Kubernetes Policies',
	target: 'policies',
	groups: [
		group('5.1', 'RBAC and Service Accounts', RBAC),
		group('5.2', 'Pod Security Standards', STANDARDS),
		group(
			'5.3',
			'Network Policies and CNI',
			`
Ensure that the CNI in use supports NetworkPolicies > Use a network plugin that enforces NetworkPolicies.
Ensure that all Namespaces have NetworkPolicies defined > Write NetworkPolicies for every namespace.`,
		),
		group(
			'5.4',
			'Secrets Management',
			`
Prefer using Secrets as files over Secrets as environment variables > Let programs read Secrets from mounted files.
Consider external secret storage > Think about a secret store outside the cluster.`,
		),
		group(
			'5.5',
			'Extensible Admission Control',
			'Configure Image Provenance using ImagePolicyWebhook admission controller > Say which images may run, through ImagePolicyWebhook or a policy.',
		),
		group(
			'5.6',
			'General Policies',
			`
Create administrative boundaries between resources using namespaces > Give each team or tenant its own namespaces.
Ensure that the seccomp profile is set to docker/default in your Pod definitions > Set securityContext.seccompProfile.type: RuntimeDefault.
Apply SecurityContext to your Pods and Containers > Give Pods and containers security contexts.
The default namespace should not be used > Put workloads into namespaces of their own.`,
		),
	],
};
