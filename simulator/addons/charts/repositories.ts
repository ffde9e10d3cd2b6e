import type { Addon, Page } from '../addon.ts';
import { ARGO_CD_CHART } from './argo-cd-chart.ts';
import { BITNAMI_IMAGES } from './bitnami/bitnami-images.ts';
import { COMMON_CHART } from './bitnami/common-chart.ts';
import { MARIADB_CHART, MYSQL_CHART, POSTGRESQL_CHART } from './bitnami/database-charts.ts';
import { MEMCACHED_CHART } from './bitnami/memcached-chart.ts';
import { REDIS_CHART } from './bitnami/redis-chart.ts';
import { APACHE_CHART, NGINX_CHART } from './bitnami/web-charts.ts';
import { WORDPRESS_CHART } from './bitnami/wordpress-chart.ts';
import { GRAFANA_CHART, PROMETHEUS_CHART } from './monitoring-charts.ts';
import {
	COREDNS_CHART,
	HAPROXY_INGRESS_CHART,
	NGINX_INGRESS_CHART,
	TIGERA_OPERATOR_CHART,
	TRAEFIK_CHART,
} from './network-charts.ts';
import { ociPages } from './oci-pages.ts';
import {
	DASHBOARD_CHART,
	EXTERNAL_SECRETS_CHART,
	KUBE_PROMETHEUS_STACK_CHART,
	KYVERNO_CHART,
	LONGHORN_CHART,
	MINIO_OPERATOR_CHART,
	NODE_EXPORTER_CHART,
	VAULT_CHART,
} from './platform-charts.ts';
import { PODINFO_CHART, PODINFO_IMAGE } from './podinfo.ts';
import { type ChartRepository, repositoryPages } from './repository-pages.ts';
import { HELLO_WORLD_CHART, NFS_PROVISIONER_CHART } from './small-charts.ts';

const REPOSITORIES: readonly ChartRepository[] = [
	{
		url: 'https://charts.bitnami.com/bitnami',
		charts: [
			APACHE_CHART,
			COMMON_CHART,
			MARIADB_CHART,
			MEMCACHED_CHART,
			MYSQL_CHART,
			NGINX_CHART,
			POSTGRESQL_CHART,
			REDIS_CHART,
			WORDPRESS_CHART,
		],
	},
	{ url: 'https://stefanprodan.github.io/podinfo', charts: [PODINFO_CHART] },
	{ url: 'https://helm.github.io/examples', charts: [HELLO_WORLD_CHART] },
	{ url: 'https://grafana.github.io/helm-charts', charts: [GRAFANA_CHART] },
	{
		url: 'https://prometheus-community.github.io/helm-charts',
		charts: [KUBE_PROMETHEUS_STACK_CHART, NODE_EXPORTER_CHART, PROMETHEUS_CHART],
	},
	{ url: 'https://argoproj.github.io/argo-helm', charts: [ARGO_CD_CHART] },
	{ url: 'https://traefik.github.io/charts', charts: [TRAEFIK_CHART] },
	{ url: 'https://helm.nginx.com/stable', charts: [NGINX_INGRESS_CHART] },
	{ url: 'https://haproxy-ingress.github.io/charts', charts: [HAPROXY_INGRESS_CHART] },
	{ url: 'https://coredns.github.io/helm', charts: [COREDNS_CHART] },
	{ url: 'https://docs.tigera.io/calico/charts', charts: [TIGERA_OPERATOR_CHART] },
	{ url: 'https://helm.releases.hashicorp.com', charts: [VAULT_CHART] },
	{ url: 'https://kyverno.github.io/kyverno', charts: [KYVERNO_CHART] },
	{ url: 'https://charts.external-secrets.io', charts: [EXTERNAL_SECRETS_CHART] },
	{ url: 'https://operator.min.io', charts: [MINIO_OPERATOR_CHART] },
	{ url: 'https://charts.longhorn.io', charts: [LONGHORN_CHART] },
	{ url: 'https://kubernetes.github.io/dashboard', charts: [DASHBOARD_CHART] },
	{ url: 'https://kubernetes-sigs.github.io/nfs-subdir-external-provisioner', charts: [NFS_PROVISIONER_CHART] },
];

/** The same charts in registries, for `oci://`. */
const REGISTRIES: readonly (readonly [folder: string, url: string])[] = [
	['registry-1.docker.io/bitnamicharts', 'https://charts.bitnami.com/bitnami'],
	['ghcr.io/stefanprodan/charts', 'https://stefanprodan.github.io/podinfo'],
	['ghcr.io/argoproj/argo-helm', 'https://argoproj.github.io/argo-helm'],
	['ghcr.io/traefik/helm', 'https://traefik.github.io/charts'],
	['ghcr.io/prometheus-community/charts', 'https://prometheus-community.github.io/helm-charts'],
];

function registryPages([folder, url]: readonly [folder: string, url: string]): readonly Page[] {
	const charts = REPOSITORIES.find((each) => each.url === url)?.charts ?? [];
	return charts.flatMap((chart) => ociPages(folder, chart));
}

/** What people install Helm with: it is there, and that is what the script finds. */
const INSTALLER: Page = {
	url: 'https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3',
	text: () => `#!/usr/bin/env bash
set -e
if command -v helm >/dev/null 2>&1; then
  version=$(helm version --template='{{ .Version }}')
  echo "Helm \${version} is already \${DESIRED_VERSION:-latest}"
  exit 0
fi
echo "Failed to install helm" >&2
exit 1
`,
};

/** Repositories of charts that lessons and public examples use; addons with charts of their own bring their repositories. */
export const CHARTS: Addon = {
	images: [...BITNAMI_IMAGES, PODINFO_IMAGE],
	pages: [...REPOSITORIES.flatMap(repositoryPages), ...REGISTRIES.flatMap(registryPages), INSTALLER],
};
