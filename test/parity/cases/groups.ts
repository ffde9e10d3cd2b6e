import type { ParityGroup } from '../group.ts';
import { CLUSTER, NETWORK, WORKLOADS } from './group-manifests.ts';

const KINDS = [
	'deploy shop',
	'sts db',
	'ds agent',
	'rs bare',
	'job indexed',
	'cj nightly',
	'pdb most',
	'pdb few',
	'hpa every',
	'ing front',
	'ing plain',
	'ingressclass nginx',
	'netpol all',
	'netpol deny',
	'netpol quiet',
	'endpointslice outside',
	'endpointslice empty',
	'clusterrole collected',
	'clusterrole everything',
	'role none',
	'rolebinding mixed',
	'clusterrolebinding nobody',
	'sc fast',
	'csinode node09',
	'priorityclass urgent',
	'lease leader',
	'event told',
	'rc old',
];

const from = (manifest: string): string => `printf '%s\\n' '${manifest}' | kubectl apply -f -`;
const workload = (kind: string, spec: string, name = 'bad'): string =>
	from(`{"apiVersion": "apps/v1", "kind": "${kind}", "metadata": {"name": "${name}"}, "spec": ${spec}}`);
const TEMPLATE =
	'"template": {"metadata": {"labels": {"app": "a"}}, "spec": {"containers": [{"name": "a", "image": "b"}]}}';
const SELECTOR = '"selector": {"matchLabels": {"app": "a"}}';
const job = (spec: string): string =>
	from(
		`{"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "bad"}, "spec": {${spec}, "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "b"}]}}}}`,
	);
const cronJob = (spec: string): string =>
	from(
		`{"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "a-name-that-is-longer-than-what-is-left-for-its-jobs-123"}, "spec": {${spec}, "jobTemplate": {"spec": {"template": {"spec": {"containers": [{"name": "a", "image": "b"}]}}}}}}`,
	);
const spec = (apiVersion: string, kind: string, content: string): string =>
	from(`{"apiVersion": "${apiVersion}", "kind": "${kind}", "metadata": {"name": "bad"}, ${content}}`);
const NETWORKING = 'networking.k8s.io/v1';
const REMOVED = [
	'extensions/v1beta1 Ingress',
	'networking.k8s.io/v1beta1 Ingress',
	'apps/v1beta1 Deployment',
	'apps/v1beta2 StatefulSet',
	'batch/v1beta1 CronJob',
	'policy/v1beta1 PodSecurityPolicy',
	'policy/v1beta1 PodDisruptionBudget',
	'autoscaling/v2beta2 HorizontalPodAutoscaler',
	'rbac.authorization.k8s.io/v1beta1 Role',
	'apiextensions.k8s.io/v1beta1 CustomResourceDefinition',
	'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema',
	'storage.k8s.io/v1beta1 CSIDriver',
	'certificates.k8s.io/v1beta1 CertificateSigningRequest',
	'admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration',
];

export const GROUP_GROUPS: readonly ParityGroup[] = [
	{
		name: 'groups: describe and wide',
		files: { 'workloads.yaml': WORKLOADS, 'network.yaml': NETWORK, 'cluster.yaml': CLUSTER },
		setup: 'kubectl create -f workloads.yaml -f network.yaml -f cluster.yaml; sleep 5',
		commands: [
			...KINDS.flatMap((kind) => [`kubectl describe ${kind}`, `kubectl get ${kind} -o wide`]),
			'kubectl describe -f workloads.yaml --show-events=false',
			'kubectl get -f network.yaml',
			'kubectl get -f cluster.yaml',
		],
	},
	{
		name: 'groups: refusals',
		commands: [
			...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].flatMap((kind) => [
				workload(kind, `{${TEMPLATE}}`),
				workload(kind, `{"selector": {}, ${TEMPLATE}}`),
				workload(kind, `{"selector": {"matchLabels": {"app": "b"}}, ${TEMPLATE}}`),
				workload(kind, `{"selector": {"matchExpressions": [{"key": "a b", "operator": "Is"}]}, ${TEMPLATE}}`),
				workload(kind, `{${SELECTOR}, "replicas": -1, "minReadySeconds": -1, "revisionHistoryLimit": -1}`),
			]),
			workload(
				'Deployment',
				`{${SELECTOR}, ${TEMPLATE}, "strategy": {"type": "Recreate", "rollingUpdate": {"maxSurge": 1}}}`,
			),
			workload('Deployment', `{${SELECTOR}, ${TEMPLATE}, "strategy": {"type": "Blue"}}`),
			workload(
				'Deployment',
				`{${SELECTOR}, ${TEMPLATE}, "strategy": {"rollingUpdate": {"maxSurge": 0, "maxUnavailable": "120%"}}}`,
			),
			workload('Deployment', `{${SELECTOR}, ${TEMPLATE}, "minReadySeconds": 30, "progressDeadlineSeconds": 20}`),
			workload(
				'DaemonSet',
				`{${SELECTOR}, ${TEMPLATE}, "updateStrategy": {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 1}}}`,
			),
			workload('DaemonSet', `{${SELECTOR}, ${TEMPLATE}, "updateStrategy": {"type": "Recreate"}}`),
			workload('StatefulSet', `{${SELECTOR}, ${TEMPLATE}, "serviceName": "A_b", "podManagementPolicy": "Any"}`, 'b.ad'),
			workload(
				'StatefulSet',
				`{${SELECTOR}, ${TEMPLATE}, "volumeClaimTemplates": [{"metadata": {"name": "d"}, "spec": {}}]}`,
			),
			job('"selector": {"matchLabels": {"a": "b"}}, "manualSelector": true'),
			job(
				'"parallelism": -1, "completions": -1, "backoffLimit": -1, "activeDeadlineSeconds": -1, "ttlSecondsAfterFinished": -1',
			),
			job('"completionMode": "Indexed"'),
			job(
				'"completionMode": "Indexed", "completions": 2, "successPolicy": {"rules": [{"succeededIndexes": "5"}, {"succeededCount": 7}]}',
			),
			job('"backoffLimitPerIndex": 1, "managedBy": "me", "podFailurePolicy": {"rules": [{"action": "Go"}]}'),
			cronJob('"schedule": "61 * * * *"'),
			cronJob('"schedule": "TZ=UTC * * * * *", "timeZone": "Local"'),
			cronJob('"schedule": "@often", "concurrencyPolicy": "Never", "failedJobsHistoryLimit": -1'),
			spec(
				'autoscaling/v2',
				'HorizontalPodAutoscaler',
				'"spec": {"maxReplicas": 0, "minReplicas": 3, "scaleTargetRef": {"kind": "", "name": "a/b"}, "metrics": [{"type": "Pods", "resource": {"name": "cpu", "target": {"type": "Utilization"}}}]}',
			),
			spec(
				'policy/v1',
				'PodDisruptionBudget',
				'"spec": {"minAvailable": "150%", "maxUnavailable": -1, "unhealthyPodEvictionPolicy": "Never"}',
			),
			spec(NETWORKING, 'Ingress', '"spec": {}'),
			spec(
				NETWORKING,
				'Ingress',
				'"spec": {"rules": [{"host": "1.2.3.4", "http": {"paths": [{"path": "a", "pathType": "Prefix", "backend": {}}, {"path": "/a//b/..", "pathType": "Exact", "backend": {"service": {"name": "A", "port": {}}}}, {"backend": {}}]}}], "tls": [{"hosts": ["a_b"], "secretName": "C_d"}]}',
			),
			spec(
				NETWORKING,
				'IngressClass',
				'"spec": {"controller": "none", "parameters": {"scope": "Cluster", "namespace": "a", "kind": "", "name": ""}}',
			),
			spec(
				NETWORKING,
				'NetworkPolicy',
				'"spec": {"podSelector": {}, "policyTypes": ["In"], "ingress": [{"from": [{}, {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["11.0.0.0/9", "x"]}, "podSelector": {}}], "ports": [{"port": 90, "endPort": 80}, {"port": "A_B", "endPort": 1}, {"endPort": 5, "protocol": "ICMP"}]}]}',
			),
			spec(
				'discovery.k8s.io/v1',
				'EndpointSlice',
				'"addressType": "IPv4", "endpoints": [{"addresses": ["127.0.0.1", "::1", "x"]}, {}], "ports": [{"name": "A"}, {"name": "A", "protocol": "ICMP"}]',
			),
			spec(
				'rbac.authorization.k8s.io/v1',
				'Role',
				'"rules": [{}, {"verbs": ["get"], "nonResourceURLs": ["/a"], "resources": ["pods"]}]',
			),
			spec('rbac.authorization.k8s.io/v1', 'ClusterRole', '"aggregationRule": {}'),
			spec(
				'rbac.authorization.k8s.io/v1',
				'ClusterRoleBinding',
				'"roleRef": {"kind": "Role", "name": ""}, "subjects": [{"kind": "ServiceAccount", "name": "a"}, {"kind": "Robot", "name": "b"}, {"kind": "User", "name": ""}]',
			),
			spec(
				'storage.k8s.io/v1',
				'StorageClass',
				'"provisioner": "", "reclaimPolicy": "Recycle", "volumeBindingMode": "Late", "parameters": {"": "a"}, "allowedTopologies": [{}]',
			),
			spec('scheduling.k8s.io/v1', 'PriorityClass', '"value": 2000000000, "preemptionPolicy": "Always"'),
			spec(
				'coordination.k8s.io/v1',
				'Lease',
				'"spec": {"leaseDurationSeconds": 0, "leaseTransitions": -1, "holderIdentity": ""}',
			),
			spec(
				'certificates.k8s.io/v1',
				'CertificateSigningRequest',
				'"spec": {"request": "YQ==", "signerName": "x", "usages": []}',
			),
			spec('node.k8s.io/v1', 'RuntimeClass', '"handler": "A_b"'),
		],
	},
	{
		name: 'groups: what stays as it is',
		files: { 'workloads.yaml': WORKLOADS, 'network.yaml': NETWORK, 'cluster.yaml': CLUSTER },
		setup: 'kubectl create -f workloads.yaml -f network.yaml -f cluster.yaml; sleep 5',
		commands: [
			`kubectl patch deploy shop --type merge -p '{"spec": {"selector": {"matchLabels": {"tier": "front"}}}}'`,
			`kubectl patch rs bare --type merge -p '{"spec": {"selector": {"matchLabels": {"app": "bare"}}}}'`,
			`kubectl patch ds agent --type merge -p '{"spec": {"selector": {"matchLabels": {"x": "y"}}}}'`,
			`kubectl patch sts db -p '{"spec": {"serviceName": "other", "replicas": 1}}'`,
			`kubectl patch sts db --type json -p '[{"op": "replace", "path": "/spec/volumeClaimTemplates/0/spec/resources/requests/storage", "value": "5Gi"}]'`,
			`kubectl patch job indexed -p '{"spec": {"completions": 5}}'`,
			`kubectl patch job indexed -p '{"spec": {"completions": 5, "parallelism": 5}}'`,
			`kubectl patch job indexed --type merge -p '{"spec": {"backoffLimitPerIndex": 2, "successPolicy": null, "managedBy": "example.com/me"}}'`,
			`kubectl patch cj nightly -p '{"spec": {"timeZone": "Local", "schedule": "often"}}'`,
			`kubectl patch ingressclass nginx -p '{"spec": {"controller": "example.com/other"}}'`,
			`kubectl patch endpointslice outside -p '{"addressType": "IPv6"}'`,
			`kubectl patch rolebinding mixed -p '{"roleRef": {"name": "edit"}}'`,
			`kubectl patch clusterrolebinding nobody -p '{"roleRef": {"name": "admin"}}'`,
			`kubectl patch sc fast -p '{"provisioner": "b/c", "reclaimPolicy": "Delete", "parameters": {"type": "hdd"}, "volumeBindingMode": "Immediate"}'`,
			`kubectl patch priorityclass urgent -p '{"value": 5, "preemptionPolicy": "PreemptLowerPriority"}'`,
			`kubectl patch csinode node09 --type merge -p '{"spec": {"drivers": [{"name": "a.example.com", "nodeID": "other"}]}}'`,
			`kubectl patch rc old -p '{"spec": {"selector": {"app": "new"}}}'`,
			`kubectl patch pdb few -p '{"spec": {"minAvailable": 1}}'`,
			`kubectl patch hpa every -p '{"spec": {"maxReplicas": 1}}'`,
			`kubectl patch ing front --type merge -p '{"spec": {"rules": null, "defaultBackend": null}}'`,
		],
	},
	{
		name: 'groups: versions that are gone',
		commands: REMOVED.map((each) => {
			const [apiVersion = '', kind = ''] = each.split(' ');
			return spec(apiVersion, kind, '"spec": {}');
		}),
	},
];
