import { type ChartSource, releases } from '../chart-source.ts';

const NAMES = `{{/* What the chart is called, and what its objects are */}}
{{- define "common.names.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "common.names.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "common.names.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Of a sub-chart: chartName, chartValues, context */}}
{{- define "common.names.dependency.fullname" -}}
{{- $name := default .chartName .chartValues.nameOverride -}}
{{- if .chartValues.fullnameOverride -}}
{{- .chartValues.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains $name .context.Release.Name -}}
{{- .context.Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .context.Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "common.names.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "common.names.fullname.namespace" -}}
{{- printf "%s-%s" (include "common.names.fullname" .) (include "common.names.namespace" .) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
`;

const LABELS = `{{/* customLabels and context, or the context alone */}}
{{- define "common.labels.standard" -}}
{{- $top := get . "context" | default . -}}
{{- $own := dict "app.kubernetes.io/name" (include "common.names.name" $top) "helm.sh/chart" (include "common.names.chart" $top) "app.kubernetes.io/instance" $top.Release.Name "app.kubernetes.io/managed-by" $top.Release.Service -}}
{{- with $top.Chart.AppVersion }}{{- $_ := set $own "app.kubernetes.io/version" (replace "+" "_" .) }}{{- end -}}
{{- with get . "customLabels" }}{{- $given := include "common.tplvalues.render" (dict "value" . "context" $top) | fromYaml }}{{- $own = merge $given $own }}{{- end -}}
{{- toYaml $own -}}
{{- end -}}

{{- define "common.labels.matchLabels" -}}
{{- $top := get . "context" | default . -}}
{{- $own := dict "app.kubernetes.io/name" (include "common.names.name" $top) "app.kubernetes.io/instance" $top.Release.Name -}}
{{- with get . "customLabels" }}{{- $given := include "common.tplvalues.render" (dict "value" . "context" $top) | fromYaml }}{{- $own = merge (pick $given "app.kubernetes.io/name" "app.kubernetes.io/instance") $own (omit $given "helm.sh/chart" "app.kubernetes.io/managed-by" "app.kubernetes.io/version") }}{{- end -}}
{{- toYaml $own -}}
{{- end -}}
`;

const VALUES_IN_TEMPLATES = `{{/* A value that may hold templates: value, context, scope */}}
{{- define "common.tplvalues.render" -}}
{{- $text := kindIs "string" .value | ternary .value (toYaml .value) -}}
{{- if not (contains "{{" (toJson .value)) -}}
{{- $text -}}
{{- else if .scope -}}
{{- tpl (printf "{{- with $.RelativeScope -}}%s{{- end }}" $text) (merge (dict "RelativeScope" .scope) .context) -}}
{{- else -}}
{{- tpl $text .context -}}
{{- end -}}
{{- end -}}

{{/* Several of them, the first winning: values, context */}}
{{- define "common.tplvalues.merge" -}}
{{- $all := dict -}}
{{- range .values -}}
{{- $all = include "common.tplvalues.render" (dict "value" . "context" $.context "scope" $.scope) | fromYaml | merge $all -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}

{{- define "common.tplvalues.merge-overwrite" -}}
{{- $all := dict -}}
{{- range .values -}}
{{- $all = include "common.tplvalues.render" (dict "value" . "context" $.context "scope" $.scope) | fromYaml | mergeOverwrite $all -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}
`;

const IMAGES = `{{/* imageRoot, global, chart */}}
{{- define "common.images.image" -}}
{{- $registry := default .imageRoot.registry ((.global).imageRegistry) -}}
{{- $tag := .imageRoot.tag -}}
{{- if and (not $tag) .chart }}{{- $tag = .chart.AppVersion -}}{{- end -}}
{{- $end := printf ":%s" (toString $tag) -}}
{{- with .imageRoot.digest }}{{- $end = printf "@%s" (toString .) -}}{{- end -}}
{{- if $registry }}{{- printf "%s/" $registry -}}{{- end -}}
{{- .imageRoot.repository }}{{ $end -}}
{{- end -}}

{{/* images, global */}}
{{- define "common.images.pullSecrets" -}}
{{- $names := list -}}
{{- range ((.global).imagePullSecrets) }}{{- $names = append $names (kindIs "map" . | ternary (get (kindIs "map" . | ternary . dict) "name") .) -}}{{- end -}}
{{- range .images }}{{- range .pullSecrets }}{{- $names = append $names (kindIs "map" . | ternary (get (kindIs "map" . | ternary . dict) "name") .) -}}{{- end -}}{{- end -}}
{{- if $names }}
imagePullSecrets:
{{- range $names | uniq }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end -}}
`;

const CAPABILITIES = `{{- define "common.capabilities.kubeVersion" -}}
{{- default (default .Capabilities.KubeVersion.Version .Values.kubeVersion) ((.Values.global).kubeVersion) -}}
{{- end -}}
${[
	['deployment', 'apps/v1'],
	['statefulset', 'apps/v1'],
	['daemonset', 'apps/v1'],
	['cronjob', 'batch/v1'],
	['job', 'batch/v1'],
	['ingress', 'networking.k8s.io/v1'],
	['networkPolicy', 'networking.k8s.io/v1'],
	['rbac', 'rbac.authorization.k8s.io/v1'],
	['crd', 'apiextensions.k8s.io/v1'],
	['policy', 'policy/v1'],
]
	.map(([name, version]) => `\n{{- define "common.capabilities.${name}.apiVersion" -}}\n${version}\n{{- end -}}\n`)
	.join('')}
{{/* context, beta2 */}}
{{- define "common.capabilities.hpa.apiVersion" -}}
autoscaling/v2
{{- end -}}

{{- define "common.capabilities.apiVersions.has" -}}
{{- if .context.Capabilities.APIVersions.Has .version }}true{{- end -}}
{{- end -}}
`;

const RESOURCES = `{{/* type: nano to 2xlarge */}}
{{- define "common.resources.preset" -}}
{{- $sizes := dict "nano" (list "100m" "128Mi" "150m" "192Mi") "micro" (list "250m" "256Mi" "375m" "384Mi") "small" (list "500m" "512Mi" "750m" "768Mi") "medium" (list "500m" "1024Mi" "750m" "1536Mi") "large" (list "1.0" "2048Mi" "1.5" "3072Mi") "xlarge" (list "1.0" "3072Mi" "3.0" "6144Mi") "2xlarge" (list "1.0" "3072Mi" "6.0" "12288Mi") -}}
{{- if not (hasKey $sizes .type) }}{{- fail (printf "ERROR: Preset key '%s' invalid. Allowed values are %s" .type (keys $sizes | sortAlpha | join ",")) -}}{{- end -}}
{{- $size := get $sizes .type -}}
limits:
  cpu: {{ index $size 2 }}
  ephemeral-storage: 2Gi
  memory: {{ index $size 3 }}
requests:
  cpu: {{ index $size 0 }}
  ephemeral-storage: 50Mi
  memory: {{ index $size 1 }}
{{- end -}}
`;

const REST = `{{/* existingSecret, defaultNameSuffix, context */}}
{{- define "common.secrets.name" -}}
{{- $name := include "common.names.fullname" .context -}}
{{- with .defaultNameSuffix }}{{- $name = printf "%s-%s" $name . -}}{{- end -}}
{{- with .existingSecret }}{{- $name = kindIs "string" . | ternary . (get (kindIs "map" . | ternary . dict) "name" | default $name) -}}{{- end -}}
{{- $name -}}
{{- end -}}

{{/* A password that was given, or is there, or is made up: secret, key, providedValues, length, context */}}
{{- define "common.secrets.passwords.manage" -}}
{{- $old := dig "data" .key "" (lookup "v1" "Secret" (include "common.names.namespace" .context) .secret) -}}
{{- $given := "" -}}
{{- range .providedValues }}{{- $path := splitList "." . }}{{- $at := $.context.Values }}{{- range $path }}{{- $at = kindIs "map" $at | ternary (get (kindIs "map" $at | ternary $at dict) .) "" }}{{- end }}{{- if and $at (not $given) }}{{- $given = toString $at }}{{- end }}{{- end -}}
{{- if $given }}{{- $given | b64enc | quote }}{{- else if $old }}{{- $old | quote }}{{- else }}{{- randAlphaNum (int (default 10 .length)) | b64enc | quote }}{{- end -}}
{{- end -}}

{{/* persistence, global */}}
{{- define "common.storage.class" -}}
{{- $class := default .persistence.storageClass ((.global).storageClass) -}}
{{- if $class }}{{- printf "storageClassName: %s" (eq "-" $class | ternary "\\"\\"" $class) -}}{{- end -}}
{{- end -}}

{{/* securityContext, context */}}
{{- define "common.compatibility.renderSecurityContext" -}}
{{- omit .secContext "enabled" | toYaml -}}
{{- end -}}

{{/* serviceName, servicePort, context */}}
{{- define "common.ingress.backend" -}}
service:
  name: {{ .serviceName }}
  port:
    {{- if kindIs "string" .servicePort }}
    name: {{ .servicePort }}
    {{- else }}
    number: {{ int .servicePort }}
    {{- end }}
{{- end -}}

{{/* type, key, extraMatchLabels, component, context */}}
{{- define "common.affinities.pods.soft" -}}
preferredDuringSchedulingIgnoredDuringExecution:
  - podAffinityTerm:
      labelSelector:
        matchLabels: {{- include "common.labels.matchLabels" .context | nindent 10 }}
          {{- with .component }}
          app.kubernetes.io/component: {{ . }}
          {{- end }}
      topologyKey: kubernetes.io/hostname
    weight: 1
{{- end -}}

{{- define "common.affinities.pods" -}}
{{- if eq .type "soft" }}{{- include "common.affinities.pods.soft" . -}}{{- end -}}
{{- end -}}
`;

/** Named templates that other charts are made of: what they are called is the public chart's. */
export const COMMON_CHART: ChartSource = {
	name: 'common',
	type: 'library',
	description: 'A library of the templates that many charts have in common. It deploys nothing itself.',
	home: 'https://bitnami.com',
	keywords: ['common', 'helper', 'template', 'function', 'bitnami'],
	versions: releases(`
2.31.4 2.31.4 2025-08-13
2.30.0 2.30.0 2025-02-12
2.26.0 2.26.0 2024-10-16
2.19.1 2.19.1 2024-04-25
1.17.1 1.17.1 2022-12-09`),
	files: () => [
		['values.yaml', 'exampleValue: common-chart\n'],
		['README.md', '# common\n\nA library: depend on it, and include its templates.\n'],
		['templates/_names.tpl', NAMES],
		['templates/_labels.tpl', LABELS],
		['templates/_tplvalues.tpl', VALUES_IN_TEMPLATES],
		['templates/_images.tpl', IMAGES],
		['templates/_capabilities.tpl', CAPABILITIES],
		['templates/_resources.tpl', RESOURCES],
		['templates/_utils.tpl', REST],
	],
};
