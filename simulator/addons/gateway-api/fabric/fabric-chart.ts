import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import type { ChartRelease, ChartSource, ChartText } from '../../charts/chart-source.ts';
import { FabricParts, fabricCrdsYaml } from './fabric-manifest.ts';
import { FABRIC_RELEASES } from './releases.ts';

const CHART = 'nginx-gateway-fabric';
/** What stands for what only a release knows. */
const FULL_NAME = 'RELEASE_FULL_NAME';
const NAMESPACE = 'RELEASE_NAMESPACE';
const RELEASE = 'RELEASE_NAME';

const VALUES = `# The control plane
nginxGateway:
  kind: deployment
  gatewayClassName: nginx
  gatewayControllerName: gateway.nginx.org/nginx-gateway-controller
  replicas: 1
  service:
    type: ClusterIP
  resources: {}
  nodeSelector: {}
  tolerations: []
  affinity: {}

# The nginx of each Gateway
nginx:
  kind: deployment
  replicas: 1
  service:
    type: LoadBalancer
    externalTrafficPolicy: Local
    # Which ports of the nodes listeners have: a list of port and listenerPort
    nodePorts: []

certGenerator:
  overwrite: false
  ttlSecondsAfterFinished: 30
`;

const HELPERS = `{{- define "nginx-gateway.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}
`;

function partsOf({ version, appVersion }: ChartRelease): FabricParts {
	return new FabricParts({
		version: appVersion,
		service: 'LoadBalancer',
		name: FULL_NAME,
		namespace: NAMESPACE,
		selector: { 'app.kubernetes.io/instance': RELEASE, 'app.kubernetes.io/name': CHART },
		labels: { 'app.kubernetes.io/managed-by': 'Helm', 'helm.sh/chart': `${CHART}-${version}` },
	});
}

/** The objects' YAML with what values say of them. */
function template(objects: readonly object[]): string {
	return objects.map((each) => ofValues(each, formatYaml(each as never))).join('---\n');
}

function ofValues(object: object, text: string): string {
	const { kind } = object as { readonly kind: string };
	const named = text
		.replaceAll(FULL_NAME, '{{ include "nginx-gateway.fullname" . }}')
		.replaceAll(NAMESPACE, '{{ .Release.Namespace }}')
		.replaceAll(RELEASE, '{{ .Release.Name }}');
	if (kind === 'Deployment') {
		return named
			.replace(/^ {2}replicas: 1$/m, '  replicas: {{ .Values.nginxGateway.replicas }}')
			.replace('--gatewayclass=nginx', '--gatewayclass={{ .Values.nginxGateway.gatewayClassName }}');
	}
	if (kind === 'GatewayClass')
		return named.replace(/^ {2}name: nginx$/m, '  name: {{ .Values.nginxGateway.gatewayClassName }}');
	if (kind !== 'NginxProxy') return named;
	return named
		.replace(/^ {6}replicas: 1$/m, '      replicas: {{ .Values.nginx.replicas }}')
		.replace(
			/^ {6}externalTrafficPolicy: .*$/m,
			'      externalTrafficPolicy: {{ .Values.nginx.service.externalTrafficPolicy }}',
		)
		.replace(
			/^ {6}type: .*$/m,
			'      {{- with .Values.nginx.service.nodePorts }}\n      nodePorts:\n        {{- toYaml . | nindent 8 }}\n      {{- end }}\n      type: {{ .Values.nginx.service.type }}',
		);
}

/** Before the rest, and anew with each upgrade. */
function hooked(objects: readonly object[]): readonly object[] {
	return objects.map((each) => {
		const { kind, metadata } = each as { readonly kind: string; readonly metadata: object };
		const annotations = {
			'helm.sh/hook': 'pre-install, pre-upgrade',
			...(kind === 'Job'
				? { 'helm.sh/hook-delete-policy': 'before-hook-creation' }
				: { 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded', 'helm.sh/hook-weight': '-1' }),
		};
		return { ...each, metadata: { annotations, ...metadata } };
	});
}

function files(release: ChartRelease): readonly ChartText[] {
	const parts = partsOf(release);
	return [
		['values.yaml', VALUES],
		['README.md', '# NGINX Gateway Fabric\n\nThe Gateway API with nginx as its data plane.\n'],
		['crds/gateway.nginx.org.yaml', fabricCrdsYaml()],
		['templates/_helpers.tpl', HELPERS],
		['templates/certs-job.yaml', template(hooked(parts.generator()))],
		['templates/controller.yaml', template(parts.controller())],
	];
}

/** Differs: few of its values; of the Gateway API's kinds none, as in life. */
export const FABRIC_CHART: ChartSource = {
	name: CHART,
	description: 'NGINX Gateway Fabric',
	home: 'https://github.com/nginx/nginx-gateway-fabric',
	keywords: ['nginx', 'gateway', 'ingress'],
	kubeVersion: '>= 1.25.0-0',
	versions: FABRIC_RELEASES.map(([version, date]) => ({ version, appVersion: version, date })),
	files,
};
