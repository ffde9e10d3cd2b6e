import { expect, test } from 'vitest';
import { type Files, rendered } from './chart-bench.ts';

/** What a public chart's templates do, written anew. */
interface Feature {
	readonly feature: string;
	/** Which chart does so. */
	readonly source: string;
	readonly files: Files;
	readonly values?: string;
	readonly sets?: readonly string[];
	readonly result: string;
}

const LIBRARY: Files = {
	'charts/common/Chart.yaml': 'apiVersion: v2\nname: common\nversion: 2.0.0\ntype: library\n',
	'charts/common/templates/_labels.tpl':
		'{{- define "common.labels" -}}\napp: {{ .context.Chart.Name }}\n{{- with .extra }}\n{{ toYaml . }}\n{{- end }}\n{{- end }}\n',
	'charts/common/templates/_images.tpl':
		'{{- define "common.image" -}}\n{{- $registry := default .image.registry ((.global).imageRegistry) -}}\n{{- printf "%s/%s:%s" $registry .image.repository (.image.tag | toString) -}}\n{{- end -}}\n',
	'Chart.yaml':
		'apiVersion: v2\nname: demo\nversion: 0.1.0\ndependencies:\n  - {name: common, version: 2.x.x, repository: "https://x"}\n',
};

const SUBCHARTS: Files = {
	'Chart.yaml': `apiVersion: v2
name: demo
version: 0.1.0
dependencies:
  - {name: db, version: ">=1.0.0", repository: "https://x", condition: db.enabled, tags: [back]}
  - {name: db, version: ">=1.0.0", repository: "https://x", alias: second, condition: second.enabled}
  - name: cfg
    version: 1.0.0
    repository: https://x
    import-values:
      - exported
      - child: inner.settings
        parent: taken
`,
	'values.yaml': 'global: {env: prod}\ndb: {size: 2}\nsecond: {enabled: false}\n',
	'templates/a.yaml':
		'env={{ .Values.global.env }} imported={{ .Values.level }} {{ toJson .Values.taken }} of={{ keys .Subcharts | sortAlpha }}\n',
	'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.4.0\nappVersion: "9"\n',
	'charts/db/values.yaml': 'size: 1\nname: default\n',
	'charts/db/templates/b.yaml':
		'{{ .Chart.Name }} {{ .Values.size }} {{ .Values.name }} {{ .Values.global.env }} {{ .Release.Name }}\n',
	'charts/cfg/Chart.yaml': 'apiVersion: v2\nname: cfg\nversion: 1.0.0\n',
	'charts/cfg/values.yaml': 'exports: {exported: {level: debug}}\ninner: {settings: {a: 1}}\n',
};

const FEATURES: readonly Feature[] = [
	{
		feature: 'a ConfigMap of every file that a pattern finds, and a Secret of others',
		source: 'bitnami/mysql initdb files; helm.sh/docs/chart_template_guide/accessing_files',
		files: {
			'config/a.ini': 'x=1\ny=2\n',
			'config/b.ini': 'z=3\n',
			'keys/k.pem': 'secret',
			'templates/t.yaml': `data:
{{ (.Files.Glob "config/*").AsConfig | indent 2 }}
secret:
{{ (.Files.Glob "keys/**.pem").AsSecrets | indent 2 }}
{{- range $path, $_ := .Files.Glob "config/*" }}
{{ base $path }}: {{ $.Files.Get $path | b64enc }}
{{- end }}
{{- range .Files.Lines "config/a.ini" }}
line {{ . }}{{ end }}
`,
		},
		result:
			'data:\n  a.ini: |\n    x=1\n    y=2\n  b.ini: |\n    z=3\nsecret:\n  k.pem: c2VjcmV0\na.ini: eD0xCnk9Mgo=\nb.ini: ej0zCg==\nline x=1\nline y=2\n',
	},
	{
		feature: 'a checksum of another template makes Pods roll',
		source: 'ingress-nginx, grafana: checksum/config',
		files: {
			'templates/t.yaml': 'sum: {{ include (print $.Template.BasePath "/_cm.yaml") . | sha256sum | trunc 12 }}\n',
			'templates/_cm.yaml': 'a: {{ .Values.a }}',
		},
		values: 'a: 1',
		result: 'sum: 16c3c6d78678\n',
	},
	{
		feature: 'labels and images come from a library chart',
		source: 'bitnami/common',
		files: {
			...LIBRARY,
			'templates/t.yaml':
				'labels:\n  {{- include "common.labels" (dict "context" $ "extra" .Values.labels) | nindent 2 }}\nimage: {{ include "common.image" (dict "image" .Values.image "global" .Values.global) }}\n',
		},
		values:
			'labels: {tier: web}\nimage: {registry: docker.io, repository: nginx, tag: 1.27}\nglobal: {imageRegistry: mirror}',
		result: 'labels:\n  app: demo\n  tier: web\nimage: mirror/nginx:1.27\n',
	},
	{
		feature: 'sub-charts with conditions, aliases, globals and imported values',
		source: 'helm.sh/docs/topics/charts; kube-prometheus-stack',
		files: SUBCHARTS,
		result:
			'# demo/charts/db/templates/b.yaml\ndb 2 default prod rel\n# demo/templates/a.yaml\nenv=prod imported=debug {"a":1} of=[cfg db]\n',
	},
	{
		feature: 'the condition turns one on and the other off',
		source: 'wordpress: mariadb.enabled',
		files: SUBCHARTS,
		sets: ['db.enabled=false,second.enabled=true,second.name=two'],
		result:
			'# demo/charts/second/templates/b.yaml\nsecond 1 two prod rel\n# demo/templates/a.yaml\nenv=prod imported=debug {"a":1} of=[cfg second]\n',
	},
	{
		feature: 'null takes a default away, lists are replaced whole',
		source: 'helm.sh/docs/chart_template_guide/values_files',
		files: {
			'values.yaml': 'probe: {httpGet: {path: /}, period: 5}\nlist: [1, 2]\n',
			'templates/t.yaml': '{{ toJson .Values.probe }} {{ toJson .Values.list }}\n',
		},
		sets: ['probe.httpGet=null,probe.exec.command={cat,docroot/CHANGELOG.txt},list={9}'],
		result: '{"exec":{"command":["cat","docroot/CHANGELOG.txt"]},"period":5} [9]\n',
	},
	{
		feature: 'tpl renders values that are templates',
		source: 'prometheus-community/prometheus, bitnami/common tplvalues.render',
		files: {
			'templates/_h.tpl':
				'{{- define "render" -}}\n{{- $value := typeIs "string" .value | ternary .value (.value | toYaml) }}\n{{- if contains "{{" (toJson .value) }}{{ tpl $value .context }}{{ else }}{{ $value }}{{ end }}\n{{- end -}}',
			'templates/t.yaml':
				'env:\n  {{- include "render" (dict "value" .Values.env "context" $) | nindent 2 }}\nname: {{ include "render" (dict "value" .Values.name "context" $) }}\n',
		},
		values: 'env:\n  - name: HOST\n    value: "{{ .Release.Name }}-db"\nname: "{{ .Chart.Name }}"',
		result: "env:\n  - name: HOST\n    value: 'rel-db'\nname: demo\n",
	},
	{
		feature: 'kinds by what the cluster has and by its version',
		source: 'grafana, external-dns: ingress.apiVersion',
		files: {
			'templates/_h.tpl':
				'{{- define "ingress.apiVersion" -}}\n{{- if and (.Capabilities.APIVersions.Has "networking.k8s.io/v1") (semverCompare ">= 1.19-0" .Capabilities.KubeVersion.Version) -}}\nnetworking.k8s.io/v1\n{{- else -}}\nextensions/v1beta1\n{{- end -}}\n{{- end -}}',
			'templates/t.yaml':
				'apiVersion: {{ include "ingress.apiVersion" . }}\n{{- $stable := eq (include "ingress.apiVersion" .) "networking.k8s.io/v1" }}\nstable: {{ $stable }}\n',
		},
		result: 'apiVersion: networking.k8s.io/v1\nstable: true\n',
	},
	{
		feature: 'a value is demanded, with the path of who asks',
		source: 'cert-manager, external-secrets: required',
		files: { 'templates/sub/t.yaml': 'x:\n  y: {{ required "A valid .Values.host is required!" .Values.host }}\n' },
		result: 'Error: execution error at (demo/templates/sub/t.yaml:2:8): A valid .Values.host is required!',
	},
	{
		feature: 'a failure within a definition is told with its whole way',
		source: 'any chart: _helpers.tpl',
		files: {
			'templates/_helpers.tpl': '{{- define "demo.name" -}}\n{{ .Values.a.b }}\n{{- end }}\n',
			'templates/t.yaml': 'name: {{ include "demo.name" . | quote }}\n',
		},
		result:
			'Error: template: demo/templates/t.yaml:1:9: executing "demo/templates/t.yaml" at <include "demo.name" .>: error calling include: template: demo/templates/_helpers.tpl:2:10: executing "demo.name" at <.Values.a.b>: nil pointer evaluating interface {}.b',
	},
	{
		feature: 'a definition that includes itself ends',
		source: 'helm/helm pkg/engine TestRenderRecursionLimit',
		files: { 'templates/t.yaml': '{{ define "me" }}{{ include "me" . }}{{ end }}{{ include "me" . }}' },
		result: 'nested',
	},
	{
		feature: 'ports and paths from maps, in their order, with commas between',
		source: 'traefik: ports; ingress-nginx: extraArgs',
		files: {
			'templates/t.yaml': `args:
{{- range $key, $value := .Values.args }}
  {{- if $value }}
  - --{{ $key }}={{ $value }}
  {{- else }}
  - --{{ $key }}
  {{- end }}
{{- end }}
ports: [{{ range $i, $p := .Values.ports }}{{ if $i }}, {{ end }}{{ $p | int }}{{ end }}]
`,
		},
		values: 'args: {v: 2, election-id: x, http-only: ""}\nports: [80, 443]',
		result: 'args:\n  - --election-id=x\n  - --http-only\n  - --v=2\nports: [80, 443]\n',
	},
	{
		feature: 'passwords that are given, found or made up',
		source: 'bitnami/common secrets.passwords',
		files: {
			'templates/t.yaml': `{{- $found := (lookup "v1" "Secret" .Release.Namespace "x").data | default dict }}
{{- $password := coalesce .Values.password (get $found "password" | b64dec) (randAlphaNum 16) }}
given: {{ $password | b64enc | quote }}
length: {{ len $password }}
`,
		},
		sets: ['password=geheim'],
		result: '\ngiven: "Z2VoZWlt"\nlength: 6\n',
	},
	{
		feature: 'deep merges of defaults and overrides, without touching the values',
		source: 'datadog, gitlab: mergeOverwrite (deepCopy …)',
		files: {
			'templates/t.yaml':
				'{{- $all := mergeOverwrite (deepCopy .Values.defaults) .Values.overrides }}\n{{ toJson $all }} {{ toJson .Values.defaults }}\n',
		},
		values: 'defaults: {a: {b: 1, c: 2}, l: [1]}\noverrides: {a: {c: 3}, l: [2]}',
		result: '\n{"a":{"b":1,"c":3},"l":[2]} {"a":{"b":1,"c":2},"l":[1]}\n',
	},
	{
		feature: 'the same template for several components, with a scope of its own',
		source: 'argo-cd, loki: range over a dict of components',
		files: {
			'templates/t.yaml':
				'{{- range $name, $c := .Values.components }}\n{{- with (merge (dict "name" $name) $c) }}\n---\nname: {{ $.Release.Name }}-{{ .name }}\nreplicas: {{ .replicas | default 1 }}\n{{- end }}\n{{- end }}\n',
		},
		values: 'components: {web: {replicas: 3}, api: {}}',
		result: '\n---\nname: rel-api\nreplicas: 1\n---\nname: rel-web\nreplicas: 3\n',
	},
	{
		feature: 'what is no table where one is expected is told and left out',
		source: 'helm/helm pkg/chartutil coalesce',
		files: {
			'values.yaml': 'a: {b: 1}\nc: text\n',
			'templates/t.yaml': '{{ toJson .Values.a }} {{ toJson .Values.c }}\n',
		},
		values: 'a: flat\nc: {d: 1}',
		result: 'coalesce.go:237: warning: skipped value for demo.c: Not a table.\n"flat" {"d":1}\n',
	},
	{
		feature: 'a chart without a name, a version, a definition',
		source: 'helm/helm pkg/chart Metadata.Validate',
		files: { 'Chart.yaml': 'apiVersion: v2\nname: demo\nversion: not-one\n' },
		result: 'Error: validation: chart.metadata.version "not-one" is invalid',
	},
];

test.each(FEATURES)('$feature', ({ files, values, sets, result }) => {
	const text = guarded(files, values, sets);
	if (result === 'nested') {
		expect(text).toMatch(/rendering template has a nested reference name: me: unable to execute template$/);
	} else expect(text).toBe(result);
});

function guarded(files: Files, values?: string, sets?: readonly string[]): string {
	try {
		return rendered(files, values, sets);
	} catch (error) {
		return `Error: ${(error as Error).message}`;
	}
}
