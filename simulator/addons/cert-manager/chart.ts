import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import type { ChartRelease, ChartSource, ChartText } from '../charts/chart-source.ts';
import { certManagerKinds } from './kinds.ts';
import { certManagerObjects } from './manifest.ts';
import { RELEASES } from './releases.ts';

const VALUES = `# Whether the kinds come with the chart
crds:
  enabled: false
  keep: true
# The older name of crds.enabled
installCRDs: false

replicaCount: 1
prometheus:
  enabled: true
webhook:
  replicaCount: 1
  timeoutSeconds: 30
cainjector:
  enabled: true
  replicaCount: 1
startupapicheck:
  enabled: true
`;

const RELEASE_NAMESPACE = 'RELEASE_NAMESPACE';
const RELEASE_NAME = 'RELEASE_NAME';

function labelsOf(component: string, version: string): { readonly [key: string]: string } {
	const name = component === 'controller' || component === 'crds' ? 'cert-manager' : component;
	return {
		app: name,
		'app.kubernetes.io/name': name,
		'app.kubernetes.io/instance': RELEASE_NAME,
		'app.kubernetes.io/component': component,
		'app.kubernetes.io/version': version,
		'app.kubernetes.io/managed-by': 'Helm',
		'helm.sh/chart': `cert-manager-${version}`,
	};
}

/** Whose value says how many Pods a Deployment has, by its name. */
const REPLICAS_OF: Readonly<Record<string, string>> = {
	'cert-manager': 'replicaCount',
	'cert-manager-cainjector': 'cainjector.replicaCount',
	'cert-manager-webhook': 'webhook.replicaCount',
};

/** The object's YAML, with the values that it follows in place of what the plain manifest says. */
function templateOf(object: object): string {
	const text = formatYaml(object as never);
	const { kind = '', metadata } = object as { kind?: string; metadata?: { name?: string } };
	const replicas = kind === 'Deployment' ? REPLICAS_OF[metadata?.name ?? ''] : undefined;
	if (replicas !== undefined) return text.replace(/^ {2}replicas: .*/m, `  replicas: {{ .Values.${replicas} }}`);
	if (!kind.endsWith('WebhookConfiguration')) return text;
	return text.replace(/^ {2}timeoutSeconds: .*/m, '  timeoutSeconds: {{ .Values.webhook.timeoutSeconds }}');
}

/** Text of a manifest that helm renders: braces of its own are none. */
function template(objects: readonly object[]): string {
	return objects
		.map(templateOf)
		.join('---\n')
		.replaceAll(RELEASE_NAMESPACE, '{{ .Release.Namespace }}')
		.replaceAll(RELEASE_NAME, '{{ .Release.Name }}');
}

function files({ appVersion }: ChartRelease): readonly ChartText[] {
	const objects = certManagerObjects({
		version: appVersion,
		namespace: RELEASE_NAMESPACE,
		labels: (component) => labelsOf(component, appVersion),
	});
	const kinds = template(certManagerKinds(appVersion));
	return [
		['values.yaml', VALUES],
		['README.md', '# cert-manager\n\nX.509 certificates for Kubernetes.\n'],
		['templates/crds.yaml', `{{- if or .Values.crds.enabled .Values.installCRDs }}\n${kinds}{{- end }}\n`],
		['templates/objects.yaml', template(objects)],
		[
			'templates/NOTES.txt',
			`cert-manager ${appVersion} has been deployed successfully!

In order to begin issuing certificates, you will need to set up a ClusterIssuer
or Issuer resource (for example, by creating a 'letsencrypt-staging' issuer).
`,
		],
	];
}

/** Differs: the chart has few of its values, and no check that waits for the API. */
export const CERT_MANAGER_CHART: ChartSource = {
	name: 'cert-manager',
	description: 'A Helm chart for cert-manager',
	home: 'https://cert-manager.io',
	keywords: ['cert-manager', 'kube-lego', 'letsencrypt', 'tls'],
	kubeVersion: '>= 1.22.0-0',
	versions: RELEASES.map(([version, date]) => ({ version, appVersion: version, date })),
	files,
};
