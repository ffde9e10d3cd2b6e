import {
	type ChartDependency,
	type ChartRelease,
	type ChartSource,
	type ChartText,
	fullname,
	head,
	helpers,
} from './chart-source.ts';

/** A chart that is told by what it deploys: for those of which exercises look at the objects. */
export interface WorkloadChart {
	readonly name: string;
	readonly description: string;
	readonly home: string;
	readonly keywords: readonly string[];
	readonly versions: readonly ChartRelease[];
	readonly components: readonly Component[];
	/** "traefik.io v1alpha1 IngressRoute ingressroutes": of namespaces unless a fifth word says "Cluster". */
	readonly crds?: string;
	/** Where they are: beside the templates, or among them under this condition. */
	readonly crdsWhen?: string;
	/** What the components may do with the cluster. */
	readonly rules?: string;
	/** Its name and who serves it. */
	readonly ingressClass?: readonly [name: string, controller: string];
	/** Absent: it makes a service account of its own. */
	readonly usesDefaultAccount?: boolean;
	/** More of values.yaml. */
	readonly values?: string;
	readonly files?: readonly ChartText[];
	readonly dependencies?: readonly ChartDependency[];
	readonly notes?: string;
}

export interface Component {
	/** Where its values are: "controller"; empty at the top. */
	readonly key: string;
	/** Behind the full name: "-webhook". */
	readonly suffix: string;
	readonly kind: 'Deployment' | 'DaemonSet' | 'StatefulSet';
	/** Without a tag it has the chart's application version. */
	readonly image: string;
	readonly container: string;
	/** "web=8000 dns=53/udp". */
	readonly ports?: string;
	/** One that begins with a parenthesis is an expression of the template. */
	readonly args?: readonly string[];
	readonly hostNetwork?: boolean;
	/** Where the ConfigMap of the full name is. */
	readonly configAt?: string;
	/** "web=80:web https=443:websecure", of this type. */
	readonly service?: readonly [type: 'ClusterIP' | 'LoadBalancer' | 'NodePort', ports: string];
}

export function workloadChart(chart: WorkloadChart): ChartSource {
	const { name, description, home, keywords, versions, dependencies } = chart;
	return {
		name,
		description,
		home,
		keywords,
		versions,
		...(dependencies === undefined ? {} : { dependencies }),
		files: () => [
			['values.yaml', valuesOf(chart)],
			['README.md', `# ${name}\n\n${description}\n`],
			helpers(name),
			['templates/serviceaccount.yaml', ACCOUNT(name)],
			...(chart.rules === undefined ? [] : [['templates/rbac.yaml', rights(chart, chart.rules)] as const]),
			...(chart.ingressClass === undefined ? [] : [['templates/ingressclass.yaml', ingressClass(chart)] as const]),
			...chart.components.flatMap((component) => componentFiles(chart, component)),
			...crdFiles(chart),
			...(chart.files ?? []),
			[
				'templates/NOTES.txt',
				chart.notes ??
					`${name} {{ .Chart.AppVersion }} is deployed as {{ .Release.Name }} in {{ .Release.Namespace }}.\n`,
			],
		],
	};
}

function pairs(text: string): (readonly [string, string])[] {
	return text
		.split(' ')
		.filter((each) => each !== '')
		.map((each) => each.split('=') as unknown as readonly [string, string]);
}

function valuesOf({
	components,
	values = '',
	ingressClass: ingress,
	usesDefaultAccount = false,
}: WorkloadChart): string {
	const blocks = components.map((component) => {
		const [repository = '', tag = ''] = splitTag(component.image);
		const lines = [
			...(component.key === '' ? [] : ['enabled: true']),
			...(component.kind === 'DaemonSet' ? [] : [component.key === '' ? 'replicaCount: 1' : 'replicaCount: 1']),
			'image:',
			'  registry: ""',
			`  repository: ${repository}`,
			`  tag: "${tag}"`,
			'  pullPolicy: IfNotPresent',
			...(component.service === undefined
				? []
				: ['service:', '  enabled: true', `  type: ${component.service[0]}`, '  clusterIP: ""', '  annotations: {}']),
			'extraArgs: []',
			'env: []',
			'podAnnotations: {}',
			'resources: {}',
			'nodeSelector: {}',
			'tolerations: []',
			'affinity: {}',
		];
		return component.key === ''
			? `${lines.join('\n')}\n`
			: `${component.key}:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
	});
	const shared = `nameOverride: ""\nfullnameOverride: ""\n\nserviceAccount:\n  create: ${!usesDefaultAccount}\n  name: ""\n  annotations: {}\n`;
	const classes =
		ingress === undefined ? '' : `\ningressClass:\n  enabled: true\n  name: ${ingress[0]}\n  isDefaultClass: false\n`;
	return [shared, ...blocks].join('\n') + classes + values;
}

function splitTag(image: string): readonly [string, string] {
	const at = image.lastIndexOf(':');
	return at < image.lastIndexOf('/') || at < 0 ? [image, ''] : [image.slice(0, at), image.slice(at + 1)];
}

const ACCOUNT = (name: string): string => `{{- if .Values.serviceAccount.create }}
${head(name, 'v1', 'ServiceAccount', `{{ include "${name}.serviceAccountName" . }}`)}  {{- with .Values.serviceAccount.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
`;

function clusterHead(name: string, kind: string): string {
	return `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: ${fullname(name)}
  labels:
    {{- include "${name}.labels" . | nindent 4 }}
`;
}

function rights({ name }: WorkloadChart, rules: string): string {
	return `${clusterHead(name, 'ClusterRole')}rules:
${rules.trimEnd()}
---
${clusterHead(name, 'ClusterRoleBinding')}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${fullname(name)}
subjects:
  - kind: ServiceAccount
    name: {{ include "${name}.serviceAccountName" . }}
    namespace: {{ .Release.Namespace }}
`;
}

function ingressClass({ name, ingressClass: ingress }: WorkloadChart): string {
	return `{{- if .Values.ingressClass.enabled }}
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: {{ .Values.ingressClass.name }}
  labels:
    {{- include "${name}.labels" . | nindent 4 }}
  annotations:
    ingressclass.kubernetes.io/is-default-class: {{ .Values.ingressClass.isDefaultClass | quote }}
spec:
  controller: ${ingress?.[1]}
{{- end }}
`;
}

function componentFiles(chart: WorkloadChart, component: Component): readonly ChartText[] {
	const folder = component.key === '' ? 'templates' : `templates/${component.key}`;
	const files: ChartText[] = [[`${folder}/${component.kind.toLowerCase()}.yaml`, workload(chart, component)]];
	if (component.service !== undefined) files.push([`${folder}/service.yaml`, service(chart, component)]);
	return files;
}

function begin({ key }: Component): string {
	return key === '' ? '{{- $own := .Values }}\n' : `{{- $own := .Values.${key} }}\n{{- if $own.enabled }}\n`;
}

const end = ({ key }: Component): string => (key === '' ? '' : '{{- end }}\n');

function selector(name: string, component: Component, pad: number): string {
	const margin = ' '.repeat(pad);
	const own = component.key === '' ? '' : `${margin}app.kubernetes.io/component: ${component.key}\n`;
	return `${margin}{{- include "${name}.selectorLabels" . | nindent ${pad} }}\n${own}`;
}

function workload({ name }: WorkloadChart, component: Component): string {
	const { kind, suffix, container, args = [], ports = '' } = component;
	const list = (items: readonly string[], title: string): string =>
		items.length === 0 ? '' : `          ${title}:\n${items.join('')}`;
	return `${begin(component)}${head(name, 'apps/v1', kind, fullname(name, suffix), component.key)}spec:
${kind === 'DaemonSet' ? '' : '  replicas: {{ $own.replicaCount }}\n'}${kind === 'StatefulSet' ? `  serviceName: ${fullname(name, suffix)}\n` : ''}  selector:
    matchLabels:
${selector(name, component, 6)}  template:
    metadata:
      {{- with $own.podAnnotations }}
      annotations: {{- toYaml . | nindent 8 }}
      {{- end }}
      labels:
${selector(name, component, 8)}    spec:
      serviceAccountName: {{ include "${name}.serviceAccountName" . }}
${component.hostNetwork === true ? '      hostNetwork: true\n' : ''}${['nodeSelector', 'affinity', 'tolerations']
	.map((field) => `      {{- with $own.${field} }}\n      ${field}: {{- toYaml . | nindent 8 }}\n      {{- end }}\n`)
	.join('')}      containers:
        - name: ${container}
          image: {{ with $own.image.registry }}{{ . }}/{{ end }}{{ $own.image.repository }}:{{ $own.image.tag | default .Chart.AppVersion }}
          imagePullPolicy: {{ $own.image.pullPolicy }}
          {{- with ${args.length === 0 ? '$own.extraArgs' : `concat (list ${args.map((arg) => (arg.startsWith('(') ? arg : JSON.stringify(arg))).join(' ')}) $own.extraArgs`} }}
          args: {{- toYaml . | nindent 12 }}
          {{- end }}
          {{- with $own.env }}
          env: {{- toYaml . | nindent 12 }}
          {{- end }}
${list(
	pairs(ports).map(([port, text]) => {
		const [number, protocol = 'tcp'] = text.split('/');
		return `            - name: ${port}\n              containerPort: ${number}\n              protocol: ${protocol.toUpperCase()}\n`;
	}),
	'ports',
)}          {{- with $own.resources }}
          resources: {{- toYaml . | nindent 12 }}
          {{- end }}
${configVolume(name, component)}${end(component)}`;
}

function configVolume(name: string, { configAt }: Component): string {
	if (configAt === undefined) return '';
	return `          volumeMounts:
            - name: config
              mountPath: ${configAt}
      volumes:
        - name: config
          configMap:
            name: ${fullname(name)}
`;
}

function service({ name }: WorkloadChart, component: Component): string {
	const ports = pairs(component.service?.[1] ?? '').map(([port, text]) => {
		const [number, target = port] = text.split(':');
		return `    - name: ${port}
      port: ${number}
      targetPort: ${target}
      {{- with ((($.Values.ports).${port.replaceAll('-', '')}).nodePort) }}
      nodePort: {{ . }}
      {{- end }}
`;
	});
	return `${begin(component)}{{- if $own.service.enabled }}
${head(name, 'v1', 'Service', fullname(name, component.suffix), component.key)}  {{- with $own.service.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ $own.service.type }}
  {{- with $own.service.clusterIP }}
  clusterIP: {{ . }}
  {{- end }}
  ports:
${ports.join('')}  selector:
${selector(name, component, 4)}{{- end }}
${end(component)}`;
}

function crdFiles({ crds = '', crdsWhen }: WorkloadChart): readonly ChartText[] {
	const lines = crds.trim().split('\n');
	return lines
		.filter((line) => line !== '')
		.map((line): ChartText => {
			const [group = '', version = '', kind = '', plural = '', scope = 'Namespaced'] = line.trim().split(' ');
			const text = definition(group, version, kind, plural, scope);
			const path = `${group}_${plural}.yaml`;
			return crdsWhen === undefined
				? [`crds/${path}`, text]
				: [`templates/crds/${path}`, `{{- if ${crdsWhen} }}\n${text}{{- end }}\n`];
		});
}

/** A kind whose objects may hold anything. */
function definition(group: string, version: string, kind: string, plural: string, scope: string): string {
	return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.${group}
spec:
  group: ${group}
  names:
    kind: ${kind}
    listKind: ${kind}List
    plural: ${plural}
    singular: ${kind.toLowerCase()}
  scope: ${scope}
  versions:
    - name: ${version}
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            apiVersion:
              type: string
            kind:
              type: string
            metadata:
              type: object
          x-kubernetes-preserve-unknown-fields: true
      subresources:
        status: {}
`;
}
