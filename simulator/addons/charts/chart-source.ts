/** A chart as this package holds it: its versions differ in what they deploy. */
export interface ChartSource {
	readonly name: string;
	readonly description: string;
	readonly home: string;
	readonly keywords: readonly string[];
	/** The newest first. */
	readonly versions: readonly ChartRelease[];
	/** In Chart.yaml, with the conditions under which they are used. */
	readonly dependencies?: readonly ChartDependency[];
	/** All but Chart.yaml and the dependencies. */
	readonly files: (release: ChartRelease) => readonly ChartText[];
	readonly kubeVersion?: string;
	/** Absent: it can be installed. */
	readonly type?: 'library';
}

export interface ChartRelease {
	readonly version: string;
	readonly appVersion: string;
	/** "2025-10-01". */
	readonly date: string;
}

export interface ChartDependency {
	readonly chart: ChartSource;
	/** Absent: always. */
	readonly condition?: string;
	readonly tags?: readonly string[];
	/** Absent: the newest alone. */
	readonly range?: string;
	readonly repository: string;
}

export type ChartText = readonly [path: string, text: string];

/** "22.2.4 1.29.3 2025-11-04" a line. */
export function releases(table: string): readonly ChartRelease[] {
	return table
		.trim()
		.split('\n')
		.map((line) => {
			const [version = '', appVersion = '', date = ''] = line.trim().split(/\s+/);
			return { version, appVersion, date };
		});
}

/** Names and labels, as charts commonly have them. */
export function helpers(chart: string): ChartText {
	return [
		'templates/_helpers.tpl',
		`{{- define "${chart}.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "${chart}.fullname" -}}
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

{{- define "${chart}.labels" -}}
{{ include "${chart}.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "${chart}.selectorLabels" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/name: {{ include "${chart}.name" . }}
{{- end -}}

{{- define "${chart}.image" -}}
{{- $registry := .Values.image.registry -}}
{{- with (.Values.global).imageRegistry }}{{- $registry = . -}}{{- end -}}
{{- $tag := .Values.image.tag | default .Chart.AppVersion | toString -}}
{{- if $registry -}}{{ printf "%s/%s:%s" $registry .Values.image.repository $tag }}{{- else -}}{{ printf "%s:%s" .Values.image.repository $tag }}{{- end -}}
{{- end -}}

{{- define "${chart}.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "${chart}.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}
`,
	];
}

/** The beginning of a manifest. @param name in double braces or as text. */
export function head(chart: string, apiVersion: string, kind: string, name = fullname(chart), component = ''): string {
	const extra = component === '' ? '' : `    app.kubernetes.io/component: ${component}\n`;
	return `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}
  namespace: {{ .Release.Namespace | quote }}
  labels:
    {{- include "${chart}.labels" . | nindent 4 }}
${extra}`;
}

export function fullname(chart: string, suffix = ''): string {
	return `{{ include "${chart}.fullname" . }}${suffix}`;
}

/** What a Pod may be given beyond its own: on the level of its fields. */
export function scheduling(values = '.Values'): string {
	return ['nodeSelector', 'affinity', 'tolerations']
		.map(
			(field) => `      {{- with ${values}.${field} }}
      ${field}:
        {{- toYaml . | nindent 8 }}
      {{- end }}
`,
		)
		.join('');
}

export function serviceAccount(chart: string): ChartText {
	return [
		'templates/serviceaccount.yaml',
		`{{- if .Values.serviceAccount.create }}
${head(chart, 'v1', 'ServiceAccount', `{{ include "${chart}.serviceAccountName" . }}`)}  {{- with .Values.serviceAccount.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
`,
	];
}

/** A claim of a volume, or the template of one. */
export function claimSpec(values: string, pad: number): string {
	const margin = ' '.repeat(pad);
	return `${margin}accessModes:
${margin}  {{- toYaml ${values}.accessModes | nindent ${pad + 2} }}
${margin}resources:
${margin}  requests:
${margin}    storage: {{ ${values}.size | quote }}
${margin}{{- with ${values}.storageClass }}
${margin}storageClassName: {{ . | quote }}
${margin}{{- end }}
`;
}
