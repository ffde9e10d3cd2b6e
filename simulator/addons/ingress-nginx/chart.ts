import { type ChartSource, type ChartText, fullname, helpers, releases } from '../charts/chart-source.ts';
import { deployYaml } from './manifest.ts';
import { RELEASES, type Release } from './releases.ts';

const VALUES = (release: Release): string => `nameOverride: ""
fullnameOverride: ""
namespaceOverride: ""

controller:
  name: controller
  image:
    registry: registry.k8s.io
    image: ingress-nginx/controller
    tag: v${release.version}
    pullPolicy: IfNotPresent
  replicaCount: 1
  minAvailable: 1
  hostNetwork: false
  ## Entries of the controller's ConfigMap
  config: {}
  extraArgs: {}
  allowSnippetAnnotations: false
  watchIngressWithoutClass: false
  ingressClass: nginx
  ingressClassResource:
    name: nginx
    enabled: true
    default: false
    controllerValue: k8s.io/ingress-nginx
  podAnnotations: {}
  resources:
    requests:
      cpu: 100m
      memory: 90Mi
  nodeSelector:
    kubernetes.io/os: linux
  tolerations: []
  service:
    enabled: true
    annotations: {}
    type: LoadBalancer
    externalTrafficPolicy: ""
    loadBalancerIP: ""
    ports:
      http: 80
      https: 443
    nodePorts:
      http: ""
      https: ""
  admissionWebhooks:
    enabled: true
    failurePolicy: Fail
    timeoutSeconds: 10

rbac:
  create: true

serviceAccount:
  create: true
  name: ""
`;

const NAME = fullname('ingress-nginx');

/** The manifest's names become the release's. */
function named(text: string): string {
	return text
		.replaceAll(/(app\.kubernetes\.io\/instance: )ingress-nginx/g, '$1{{ .Release.Name }}')
		.replaceAll(
			/^( +)(app\.kubernetes\.io\/version: .*)$/gm,
			'$1$2\n$1app.kubernetes.io/managed-by: {{ .Release.Service }}\n$1helm.sh/chart: ingress-nginx-{{ .Chart.Version }}',
		)
		.replaceAll(
			/^( *(?:- )?(?:namespace|name|serviceAccountName|secretName): )ingress-nginx(-[a-z-]+)?$/gm,
			(line, key: string, rest = '') =>
				line.trimStart().startsWith('namespace') ? `${key}{{ .Release.Namespace }}` : `${key}${NAME}${rest}`,
		)
		.replaceAll(/(\$\(POD_NAMESPACE\)\/|--host=|,|--secret-name=|--webhook-name=)ingress-nginx-/g, `$1${NAME}-`)
		.replaceAll(/(- |--election-id=)ingress-nginx-leader/g, `$1${NAME}-leader`);
}

function only(condition: string, text: string): string {
	return `{{- if ${condition} }}\n${text}{{- end }}\n`;
}

/** What a value decides instead of the manifest. */
function withValues(kind: string, name: string, text: string): string {
	if (kind === 'IngressClass') {
		const body = text
			.replace(
				'name: nginx',
				'name: {{ .Values.controller.ingressClassResource.name }}\n  {{- if .Values.controller.ingressClassResource.default }}\n  annotations:\n    ingressclass.kubernetes.io/is-default-class: "true"\n  {{- end }}',
			)
			.replace(
				'controller: k8s.io/ingress-nginx',
				'controller: {{ .Values.controller.ingressClassResource.controllerValue }}',
			);
		return only('.Values.controller.ingressClassResource.enabled', body);
	}
	if (kind === 'ConfigMap') {
		return text
			.replace('data: null\n', '')
			.concat(
				'data:\n  allow-snippet-annotations: {{ .Values.controller.allowSnippetAnnotations | quote }}\n  {{- range $key, $value := .Values.controller.config }}\n  {{ $key }}: {{ tpl (toString $value) $ | quote }}\n  {{- end }}\n',
			);
	}
	if (kind === 'Service' && !name.endsWith('admission'))
		return only('.Values.controller.service.enabled', serviceText(text));
	if (kind === 'Deployment') return deploymentText(text);
	if (name.includes('admission'))
		return only('.Values.controller.admissionWebhooks.enabled', hookText(kind, name, text));
	return text;
}

function serviceText(text: string): string {
	return text
		.replace(
			/^ {2}externalTrafficPolicy: Local\n/m,
			'  {{- with .Values.controller.service.externalTrafficPolicy }}\n  externalTrafficPolicy: {{ . }}\n  {{- end }}\n  {{- with .Values.controller.service.loadBalancerIP }}\n  loadBalancerIP: {{ . }}\n  {{- end }}\n',
		)
		.replace(/^ {2}type: LoadBalancer$/m, '  type: {{ .Values.controller.service.type }}')
		.replace(
			/^( +)port: 80$/m,
			'$1port: {{ .Values.controller.service.ports.http }}\n$1{{- with .Values.controller.service.nodePorts.http }}\n$1nodePort: {{ . }}\n$1{{- end }}',
		)
		.replace(
			/^( +)port: 443$/m,
			'$1port: {{ .Values.controller.service.ports.https }}\n$1{{- with .Values.controller.service.nodePorts.https }}\n$1nodePort: {{ . }}\n$1{{- end }}',
		)
		.replace(
			/^metadata:$/m,
			'metadata:\n  {{- with .Values.controller.service.annotations }}\n  annotations:\n    {{- toYaml . | nindent 4 }}\n  {{- end }}',
		);
}

function deploymentText(text: string): string {
	return text
		.replace(/^ {2}strategy:\n(?: {4}.*\n)+/m, '')
		.replace('spec:\n', 'spec:\n  replicas: {{ .Values.controller.replicaCount }}\n')
		.replace(
			/image: registry.k8s.io\/ingress-nginx\/controller.*$/m,
			'image: {{ .Values.controller.image.registry }}/{{ .Values.controller.image.image }}:{{ .Values.controller.image.tag }}',
		)
		.replace(
			'--controller-class=k8s.io/ingress-nginx',
			'--controller-class={{ .Values.controller.ingressClassResource.controllerValue }}',
		)
		.replace(
			/^( +)- --ingress-class=nginx$/m,
			'$1- --ingress-class={{ .Values.controller.ingressClass }}\n$1{{- if .Values.controller.watchIngressWithoutClass }}\n$1- --watch-ingress-without-class=true\n$1{{- end }}\n$1{{- range $key, $value := .Values.controller.extraArgs }}\n$1- --{{ $key }}={{ $value }}\n$1{{- end }}',
		)
		.replace(
			/^( +)resources:\n(?:\1 .*\n)+/m,
			'$1resources:\n$1  {{- toYaml .Values.controller.resources | nindent 12 }}\n',
		)
		.replace(
			/^( +)dnsPolicy: ClusterFirst$/m,
			'$1dnsPolicy: {{ ternary "ClusterFirstWithHostNet" "ClusterFirst" .Values.controller.hostNetwork }}\n$1{{- if .Values.controller.hostNetwork }}\n$1hostNetwork: true\n$1{{- end }}',
		)
		.replace(
			/^( +)nodeSelector:\n(?:\1 .*\n)+/m,
			'$1nodeSelector:\n$1  {{- toYaml .Values.controller.nodeSelector | nindent 8 }}\n$1{{- with .Values.controller.tolerations }}\n$1tolerations:\n$1  {{- toYaml . | nindent 8 }}\n$1{{- end }}\n',
		);
}

/** Jobs make the webhook's certificate before and after everything else, with rights of their own. */
function hookText(kind: string, name: string, text: string): string {
	if (kind === 'ValidatingWebhookConfiguration' || kind === 'Service') return text;
	const events = name.endsWith('-patch')
		? 'post-install,post-upgrade'
		: kind === 'Job'
			? 'pre-install,pre-upgrade'
			: 'pre-install,pre-upgrade,post-install,post-upgrade';
	const annotations = `metadata:\n  annotations:\n    "helm.sh/hook": ${events}\n    "helm.sh/hook-delete-policy": before-hook-creation,hook-succeeded\n`;
	return text.replace('metadata:\n', annotations);
}

function files(release: Release): readonly ChartText[] {
	const counts = new Map<string, number>();
	return deployYaml(release, 'cloud')
		.split('---\n')
		.filter((text) => !/^kind: Namespace$/m.test(text))
		.map((text) => {
			const kind = /^kind: (.*)$/m.exec(text)?.[1] ?? '';
			const name = /^ {2}name: (.*)$/m.exec(text)?.[1] ?? '';
			const folder = name.includes('admission') ? 'admission-webhooks/' : '';
			const path = `templates/${folder}${folder === '' && kind !== 'ServiceAccount' ? 'controller-' : ''}${kind.toLowerCase()}`;
			const count = (counts.get(path) ?? 0) + 1;
			counts.set(path, count);
			return [`${path}${count === 1 ? '' : `-${count}`}.yaml`, withValues(kind, name, named(text))];
		});
}

const CHARTS = releases(`
4.15.1 1.15.1 2026-03-19
4.15.0 1.15.0 2026-03-09
4.14.3 1.14.3 2026-02-02
4.14.0 1.14.0 2025-11-03
4.13.3 1.13.3 2025-10-01
4.13.0 1.13.0 2025-07-01
4.12.3 1.12.3 2025-05-30
4.12.1 1.12.1 2025-03-24
4.11.3 1.11.3 2024-10-08
4.10.1 1.10.1 2024-04-26
4.8.3 1.9.4 2023-10-25`);

export const INGRESS_NGINX_CHART: ChartSource = {
	name: 'ingress-nginx',
	description: 'Ingress controller for Kubernetes using NGINX as a reverse proxy and load balancer',
	home: 'https://github.com/kubernetes/ingress-nginx',
	keywords: ['ingress', 'nginx'],
	versions: CHARTS,
	kubeVersion: '>=1.21.0-0',
	files: ({ appVersion }) => {
		const release = RELEASES.find(({ version }) => version === appVersion);
		if (release === undefined) throw new Error(`assertion failed: no release ${appVersion}`);
		return [
			['values.yaml', VALUES(release)],
			['README.md', '# ingress-nginx\n\nAn ingress controller with NGINX.\n'],
			helpers('ingress-nginx'),
			...files(release),
			[
				'templates/NOTES.txt',
				`The ingress-nginx controller has been installed.
{{- if eq .Values.controller.service.type "LoadBalancer" }}
It may take a few minutes for the load balancer IP to be available.
You can watch the status by running 'kubectl get service --namespace {{ .Release.Namespace }} ${NAME}-controller --output wide --watch'
{{- end }}

An Ingress that makes use of the controller names its class:

  spec:
    ingressClassName: {{ .Values.controller.ingressClassResource.name }}
`,
			],
		];
	},
};
