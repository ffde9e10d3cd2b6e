import { releases } from './chart-source.ts';
import { workloadChart } from './workload-chart.ts';

const EVERYTHING = `  - apiGroups: ["*"]
    resources: ["*"]
    verbs: ["get", "list", "watch"]
`;

const PROMETHEUS_KINDS = `monitoring.coreos.com v1 Alertmanager alertmanagers
monitoring.coreos.com v1alpha1 AlertmanagerConfig alertmanagerconfigs
monitoring.coreos.com v1 PodMonitor podmonitors
monitoring.coreos.com v1 Probe probes
monitoring.coreos.com v1 Prometheus prometheuses
monitoring.coreos.com v1 PrometheusRule prometheusrules
monitoring.coreos.com v1 ServiceMonitor servicemonitors
monitoring.coreos.com v1 ThanosRuler thanosrulers`;

export const NODE_EXPORTER_CHART = workloadChart({
	name: 'prometheus-node-exporter',
	description: 'A Helm chart for prometheus node-exporter',
	home: 'https://github.com/prometheus/node_exporter/',
	keywords: ['node-exporter', 'prometheus', 'exporter'],
	versions: releases(`
4.49.0 1.10.2 2025-10-26
4.48.0 1.9.1 2025-09-10
4.43.1 1.8.2 2025-01-29`),
	components: [
		{
			key: '',
			suffix: '',
			kind: 'DaemonSet',
			image: 'quay.io/prometheus/node-exporter',
			container: 'node-exporter',
			ports: 'metrics=9100',
			args: ['--web.listen-address=[$(HOST_IP)]:9100'],
			hostNetwork: true,
			service: ['ClusterIP', 'metrics=9100:9100'],
		},
	],
});

export const KUBE_PROMETHEUS_STACK_CHART = workloadChart({
	name: 'kube-prometheus-stack',
	description: 'Prometheus, its operator, Alertmanager, Grafana and what exports a cluster, put together.',
	home: 'https://github.com/prometheus-operator/kube-prometheus',
	keywords: ['operator', 'prometheus', 'kube-prometheus'],
	versions: releases(`
79.5.0 v0.86.2 2025-11-12
77.14.0 v0.85.0 2025-10-06
72.9.1 v0.82.2 2025-06-10
67.9.0 v0.79.2 2025-01-10
58.7.2 v0.73.2 2024-05-22
45.31.1 v0.65.1 2023-05-29`),
	components: [
		{
			key: 'prometheusOperator',
			suffix: '-operator',
			kind: 'Deployment',
			image: 'quay.io/prometheus-operator/prometheus-operator',
			container: 'kube-prometheus-stack',
			ports: 'https=10250',
			service: ['ClusterIP', 'https=443:https'],
		},
		{
			key: 'kubeStateMetrics',
			suffix: '-kube-state-metrics',
			kind: 'Deployment',
			image: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.17.0',
			container: 'kube-state-metrics',
			ports: 'http=8080',
			service: ['ClusterIP', 'http=8080:http'],
		},
		{
			key: 'grafana',
			suffix: '-grafana',
			kind: 'Deployment',
			image: 'docker.io/grafana/grafana:12.2.1',
			container: 'grafana',
			ports: 'grafana=3000',
			service: ['ClusterIP', 'http-web=80:grafana'],
		},
		{
			key: 'prometheus',
			suffix: '-prometheus',
			kind: 'StatefulSet',
			image: 'quay.io/prometheus/prometheus:v3.7.3',
			container: 'prometheus',
			ports: 'http-web=9090',
			service: ['ClusterIP', 'http-web=9090:http-web'],
		},
		{
			key: 'nodeExporter',
			suffix: '-prometheus-node-exporter',
			kind: 'DaemonSet',
			image: 'quay.io/prometheus/node-exporter:v1.10.2',
			container: 'node-exporter',
			ports: 'http-metrics=9100',
			hostNetwork: true,
			service: ['ClusterIP', 'http-metrics=9100:http-metrics'],
		},
	],
	rules: EVERYTHING,
	crds: PROMETHEUS_KINDS,
	notes:
		'{{ .Chart.Name }} has been installed. Check its status by running:\n  kubectl --namespace {{ .Release.Namespace }} get pods -l "release={{ .Release.Name }}"\n',
});

export const VAULT_CHART = workloadChart({
	name: 'vault',
	description: 'Official HashiCorp Vault Chart',
	home: 'https://www.vaultproject.io',
	keywords: ['vault', 'security', 'encryption', 'secrets', 'management'],
	versions: releases(`
0.31.0 1.20.4 2025-09-15
0.30.0 1.19.0 2025-03-27
0.28.1 1.17.2 2024-07-11`),
	components: [
		{
			key: 'server',
			suffix: '',
			kind: 'StatefulSet',
			image: 'hashicorp/vault',
			container: 'vault',
			ports: 'http=8200 https-internal=8201',
			service: ['ClusterIP', 'http=8200:8200 https-internal=8201:8201'],
		},
		{
			key: 'injector',
			suffix: '-agent-injector',
			kind: 'Deployment',
			image: 'hashicorp/vault-k8s:1.7.0',
			container: 'sidecar-injector',
			service: ['ClusterIP', 'https=443:8080'],
		},
	],
});

export const KYVERNO_CHART = workloadChart({
	name: 'kyverno',
	description: 'Kubernetes Native Policy Management',
	home: 'https://kyverno.io/',
	keywords: ['kubernetes', 'nirmata', 'policy agent', 'validating webhook', 'admission controller'],
	versions: releases(`
3.5.2 v1.15.2 2025-09-22
3.4.4 v1.14.4 2025-07-07
3.3.7 v1.13.4 2025-02-05`),
	components: [
		{
			key: 'admissionController',
			suffix: '-admission-controller',
			kind: 'Deployment',
			image: 'reg.kyverno.io/kyverno/kyverno',
			container: 'kyverno',
			ports: 'https=9443',
			service: ['ClusterIP', 'https=443:https'],
		},
		{
			key: 'backgroundController',
			suffix: '-background-controller',
			kind: 'Deployment',
			image: 'reg.kyverno.io/kyverno/background-controller',
			container: 'controller',
		},
	],
	rules: EVERYTHING,
	crds: `kyverno.io v1 ClusterPolicy clusterpolicies Cluster
kyverno.io v1 Policy policies
kyverno.io v2 PolicyException policyexceptions`,
	crdsWhen: '.Values.crds.install',
	values: '\ncrds:\n  install: true\n',
});

export const EXTERNAL_SECRETS_CHART = workloadChart({
	name: 'external-secrets',
	description: 'External secrets management for Kubernetes',
	home: 'https://github.com/external-secrets/external-secrets',
	keywords: ['kubernetes-external-secrets', 'secrets'],
	versions: releases(`
1.0.0 v1.0.0 2025-11-07
0.20.4 v0.20.4 2025-10-24
0.14.4 v0.14.4 2025-03-11`),
	components: [
		{
			key: '',
			suffix: '',
			kind: 'Deployment',
			image: 'ghcr.io/external-secrets/external-secrets',
			container: 'external-secrets',
			ports: 'metrics=8080',
		},
		{
			key: 'webhook',
			suffix: '-webhook',
			kind: 'Deployment',
			image: 'ghcr.io/external-secrets/external-secrets',
			container: 'webhook',
			ports: 'webhook=10250',
			service: ['ClusterIP', 'webhook=443:webhook'],
		},
	],
	rules: EVERYTHING,
	values: '\ninstallCRDs: true\n',
	crdsWhen: '.Values.installCRDs',
	crds: `external-secrets.io v1 ExternalSecret externalsecrets
external-secrets.io v1 SecretStore secretstores
external-secrets.io v1 ClusterSecretStore clustersecretstores Cluster`,
});

/** killer.sh's CKAD has its Tenants. */
export const MINIO_OPERATOR_CHART = workloadChart({
	name: 'operator',
	description: 'A Helm chart for MinIO Operator',
	home: 'https://min.io',
	keywords: ['storage', 'object-storage', 'S3'],
	versions: releases(`
7.1.1 v7.1.1 2025-04-23
6.0.4 v6.0.4 2024-10-04
5.0.15 v5.0.15 2024-05-14`),
	components: [
		{
			key: 'operator',
			suffix: '',
			kind: 'Deployment',
			image: 'quay.io/minio/operator',
			container: 'operator',
			args: ['controller'],
			service: ['ClusterIP', 'http=4221:4221'],
		},
	],
	rules: '  - apiGroups: ["*"]\n    resources: ["*"]\n    verbs: ["*"]\n',
	crdsWhen: 'true',
	crds: `minio.min.io v2 Tenant tenants
sts.min.io v1beta1 PolicyBinding policybindings`,
});

export const LONGHORN_CHART = workloadChart({
	name: 'longhorn',
	description: 'Longhorn is a distributed block storage system for Kubernetes.',
	home: 'https://github.com/longhorn/longhorn',
	keywords: ['longhorn', 'storage', 'distributed', 'block'],
	versions: releases(`
1.10.1 v1.10.1 2025-10-30
1.9.2 v1.9.2 2025-10-22
1.8.1 v1.8.1 2025-03-06`),
	components: [
		{
			key: 'longhornManager',
			suffix: '-manager',
			kind: 'DaemonSet',
			image: 'longhornio/longhorn-manager',
			container: 'longhorn-manager',
			ports: 'manager=9500',
			service: ['ClusterIP', 'manager=9500:manager'],
		},
		{
			key: 'longhornUI',
			suffix: '-ui',
			kind: 'Deployment',
			image: 'longhornio/longhorn-ui',
			container: 'longhorn-ui',
			ports: 'http=8000',
			service: ['ClusterIP', 'http=80:http'],
		},
	],
	rules: EVERYTHING,
});

export const DASHBOARD_CHART = workloadChart({
	name: 'kubernetes-dashboard',
	description: 'General-purpose web UI for Kubernetes clusters',
	home: 'https://github.com/kubernetes/dashboard',
	keywords: ['kubernetes', 'dashboard'],
	versions: releases(`
7.14.0 7.14.0 2025-10-27
7.13.0 7.13.0 2025-05-28
6.0.8 v2.7.0 2023-05-23`),
	components: [
		{
			key: 'api',
			suffix: '-api',
			kind: 'Deployment',
			image: 'docker.io/kubernetesui/dashboard-api:1.14.0',
			container: 'kubernetes-dashboard-api',
			ports: 'api=8000',
			service: ['ClusterIP', 'api=8000:api'],
		},
		{
			key: 'web',
			suffix: '-web',
			kind: 'Deployment',
			image: 'docker.io/kubernetesui/dashboard-web:1.7.0',
			container: 'kubernetes-dashboard-web',
			ports: 'web=8000',
			service: ['ClusterIP', 'web=8000:web'],
		},
		{
			key: 'kong',
			suffix: '-kong',
			kind: 'Deployment',
			image: 'kong:3.9',
			container: 'proxy',
			ports: 'proxy-tls=8443',
			service: ['ClusterIP', 'kong-proxy-tls=443:proxy-tls'],
		},
	],
});
