import { expect, test } from 'vitest';
import { template } from './chart-bench.ts';

const PLACE = 'executing "demo/templates/t.yaml"';

// text/template's documentation and exec_test.go; sprig's documentation; helm.sh/docs/chart_template_guide.
const CASES: readonly (readonly [text: string, result: string, values?: string])[] = [
	// Values: numbers of YAML are float64.
	['{{ .Values.num }} {{ .Values.big }} {{ .Values.f }}', '3 1e+06 0.5', 'num: 3\nbig: 1000000\nf: 0.5'],
	[
		'{{ int .Values.big }} {{ .Values.big | toString }} {{ toYaml .Values.big }}',
		'1000000 1e+06 1000000',
		'big: 1000000',
	],
	[
		'{{ kindOf .Values.num }} {{ typeOf 1 }} {{ typeOf (add 1 2) }} {{ kindOf (list) }} {{ kindOf .Values.none }}',
		'float64 int int64 slice invalid',
		'num: 1',
	],
	[
		'{{ eq .Values.num 1 }}',
		`Error: template: demo/templates/t.yaml:1:3: ${PLACE} at <eq .Values.num 1>: error calling eq: incompatible types for comparison`,
		'num: 1',
	],
	['{{ eq (int .Values.num) 1 }} {{ eq .Values.s "a" "b" }} {{ ne .Values.s "a" }}', 'true true true', 'num: 1\ns: b'],
	// Missing values.
	['[{{ .Values.none }}] [{{ .Values.none | default "x" }}] [{{ ((.Values.none).deeper).still }}]', '[] [x] []'],
	[
		'{{ .Values.a.b.c }}',
		`Error: template: demo/templates/t.yaml:1:10: ${PLACE} at <.Values.a.b.c>: nil pointer evaluating interface {}.c`,
		'a: {}',
	],
	[
		'{{ .Values.s.t }}',
		`Error: template: demo/templates/t.yaml:1:10: ${PLACE} at <.Values.s.t>: can't evaluate field t in type interface {}`,
		's: text',
	],
	[
		'{{ with .Values.s }}{{ .t }}{{ end }}',
		`Error: template: demo/templates/t.yaml:1:23: ${PLACE} at <.t>: can't evaluate field t in type string`,
		's: text',
	],
	[
		'\n  {{ upper .Values.none }}',
		`Error: template: demo/templates/t.yaml:2:18: ${PLACE} at <.Values.none>: wrong type for value; expected string; got interface {}`,
	],
	[
		'{{ .Values.none | upper }}',
		`Error: template: demo/templates/t.yaml:1:18: ${PLACE} at <upper>: invalid value; expected string`,
	],
	[
		'{{ .Values.num | upper }}',
		`Error: template: demo/templates/t.yaml:1:17: ${PLACE} at <upper>: wrong type for value; expected string; got float64`,
		'num: 1',
	],
	[
		'{{ until (add 1 2) }}',
		`Error: template: demo/templates/t.yaml:1:16: ${PLACE} at <2>: wrong type for value; expected int; got int64`,
	],
	['{{ trunc "a" "b" }}', `Error: template: demo/templates/t.yaml:1:9: ${PLACE} at <"a">: expected integer; found "a"`],
	['{{ required "name it" .Values.none }}', 'Error: execution error at (demo/templates/t.yaml:1:3): name it'],
	['{{ fail (printf "no %s" "way") }}', 'Error: execution error at (demo/templates/t.yaml:1:3): no way'],
	[
		'{{ include "gone" . }}',
		`Error: template: demo/templates/t.yaml:1:3: ${PLACE} at <include "gone" .>: error calling include: template: no template "gone" associated with template "gotpl"`,
	],
	[
		'{{ template "gone" . }}',
		`Error: template: demo/templates/t.yaml:1:12: ${PLACE} at <{{template "gone" .}}>: template "gone" not defined`,
	],
	// Parsing.
	['{{ foo }}', 'Error: parse error at (demo/templates/t.yaml:1): function "foo" not defined'],
	['{{ if true }}\n', 'Error: parse error at (demo/templates/t.yaml:2): unexpected EOF'],
	['{{ end }}', 'Error: parse error at (demo/templates/t.yaml:1): unexpected {{end}}'],
	['{{ $x }}', 'Error: parse error at (demo/templates/t.yaml:1): undefined variable "$x"'],
	['{{ "a }}', 'Error: parse error at (demo/templates/t.yaml:1): unterminated quoted string'],
	['{{ break }}', 'Error: parse error at (demo/templates/t.yaml:1): {{break}} outside {{range}}'],
	[
		'{{ define "a" }}x{{ end }}{{ define "a" }}y{{ end }}',
		'Error: parse error at (demo/templates/t.yaml:1): multiple definition of template "a"',
	],
	// Control.
	[
		'{{ range $i, $e := .Values.l }}{{ if $i }},{{ end }}{{ $i }}={{ $e }}{{ else }}none{{ end }}',
		'0=a,1=b',
		'l: [a, b]',
	],
	['{{ range .Values.l }}x{{ else }}none{{ end }}', 'none', 'l: []'],
	['{{ range $k, $v := .Values.m }}{{ $k }}:{{ $v }};{{ end }}', 'a:2;b:1;', 'm: {b: 1, a: 2}'],
	[
		'{{ range until 5 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if gt . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}',
		'023',
	],
	['{{ range 3 }}{{ . }}{{ end }}', '012'],
	['{{ with .Values.a }}{{ . }}{{ else with .Values.b }}b{{ . }}{{ else }}c{{ end }}', 'b2', 'b: 2'],
	['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $y := 3 }}{{ end }}{{ $x }}', '2'],
	['{{- define "d" }}[{{ . }}]{{ end -}}\n{{ template "d" 1 }}{{ block "e" 2 }}<{{ . }}>{{ end }}', '[1]<2>'],
	['a  {{- /* gone */ -}}  b {{- " c" }}', 'ab c'],
	[
		'{{ and 1 0 }} {{ or 0 "" "x" }} {{ not 1 }} {{ and }}',
		`Error: template: demo/templates/t.yaml:1:47: ${PLACE} at <and>: wrong number of args for and: want at least 1 got 0`,
	],
	['{{ index .Values.l 1 "k" }} {{ len .Values.l }} {{ slice (list 1 2 3) 1 }}', 'v 2 [2 3]', 'l: [1, {k: v}]'],
	[
		'{{ printf "%d|%5.2f|%q|%v|%s|%T|%t|%05d|%x" 3 1.5 "a\\"" (list 1 "b") "s" 1 true 42 "hi" }}',
		'3| 1.50|"a\\""|[1 b]|s|int|true|00042|6869',
	],
	['{{ printf "%d %s" 1.5 3 }}', '%!d(float64=1.5) %!s(int=3)'],
	// sprig: strings.
	[
		'{{ "hello world" | title }} {{ "ABC" | lower }} {{ trunc 3 "hello" }} {{ trunc -3 "hello" }} {{ abbrev 8 "hello world" }}',
		'Hello World abc hel llo hello...',
	],
	[
		'{{ snakecase "FirstName" }} {{ camelcase "http_server" }} {{ kebabcase "FirstName" }} {{ initials "First Try" }} {{ untitle "Hello World" }}',
		'first_name HttpServer first-name FT hello world',
	],
	[
		'{{ quote "a" 1 nil }} {{ squote "it" }} {{ cat "a" 1 nil "b" }} {{ repeat 3 "ab" }} {{ nospace " a b " }} {{ substr 0 3 "hello" }}',
		'"a" "1" \'it\' a 1 b ababab ab hel',
	],
	[
		'{{ plural "one" "many" 2 }} {{ trimAll "$" "$5$" }} {{ trimSuffix "-" "a-" }} {{ replace " " "-" "a b c" }} {{ swapcase "aB" }} {{ wrap 5 "aa bbb cc" | quote }}',
		'many 5 a a-b-c Ab "aa\\nbbb\\ncc"',
	],
	[
		'{{ splitList "," "a,b" }} {{ (split "$" "x$y")._1 }} {{ (splitn "$" 2 "a$b$c")._1 }} {{ join "-" (list 1 "b" nil) }} {{ sortAlpha (list "b" "a") }}',
		'[a b] y b$c 1-b [a b]',
	],
	['{{ indent 2 "a\\nb" }}|{{ nindent 2 "a" }}', '  a\n  b|\n  a'],
	[
		'{{ regexMatch "^a+$" "aaa" }} {{ regexFindAll "[a-z]+" "ab1cd" -1 }} {{ regexReplaceAll "a(x*)b" "-ab-axxb-" "$1-W" }} {{ regexSplit "z+" "pizza" -1 }} {{ regexReplaceAllLiteral "a" "aa" "$1" }}',
		'true [ab cd] --W-xx-W- [pi a] $1$1',
	],
	[
		'{{ mustRegexMatch "(" "a" }}',
		`Error: template: demo/templates/t.yaml:1:3: ${PLACE} at <mustRegexMatch "(" "a">: error calling mustRegexMatch: error parsing regexp: missing closing ): \`(\``,
	],
	// sprig: lists, dicts, maths.
	[
		'{{ first (list 1 2) }} {{ rest (list 1 2 3) }} {{ last (list 1 2) }} {{ initial (list 1 2 3) }} {{ uniq (list 1 1 2) }} {{ without (list 1 2 3) 2 }} {{ has 2 (list 1 2) }} {{ compact (list 0 1 "" "a") }} {{ reverse (list 1 2) }} {{ concat (list 1) (list 2) }} {{ chunk 2 (list 1 2 3) }}',
		'1 [2 3] 2 [1 2] [1 2] [1 3] true [1 a] [2 1] [1 2] [[1 2] [3]]',
	],
	[
		'{{ $d := dict "a" 1 "b" (dict "c" 2) }}{{ get $d "a" }} {{ $_ := set $d "z" 9 }}{{ keys $d | sortAlpha }} {{ hasKey $d "q" }} {{ dig "b" "c" 0 $d }} {{ dig "b" "x" "none" $d }} {{ pick $d "a" }} {{ omit $d "b" "z" }} {{ pluck "a" $d (dict "a" 3) }}',
		'1 [a b z] false 2 none map[a:1] map[a:1] [1 3]',
	],
	[
		'{{ merge (dict "a" 1) (dict "a" 2 "b" 3) }} {{ mergeOverwrite (dict "a" 1) (dict "a" 2 "b" 3) }} {{ deepCopy (dict "a" (list 1)) }}',
		'map[a:1 b:3] map[a:2 b:3] map[a:[1]]',
	],
	[
		'{{ add 1 2 3 }} {{ sub 5 2 }} {{ mul 2 3 4 }} {{ div 7 2 }} {{ mod 7 2 }} {{ max 1 5 3 }} {{ min 4 2 }} {{ addf 0.1 0.2 }} {{ divf 10 4 }} {{ ceil 1.2 }} {{ floor 1.8 }} {{ round 123.5555 3 }} {{ add1 5 }} {{ seq 1 3 }} {{ until 3 }} {{ untilStep 3 6 2 }} {{ atoi "42" }}',
		'6 3 24 3 1 5 2 0.3 2.5 2 1 123.556 6 1 2 3 [0 1 2] [3 5] 42',
	],
	[
		'{{ default "d" "" }} {{ coalesce "" nil "c" }} {{ empty 0 }} {{ ternary "y" "n" true }} {{ all 1 "" }} {{ any 0 1 }}',
		'd c true y false true',
	],
	// sprig: encodings, digests, versions, dates, paths.
	[
		'{{ b64enc "hi" }} {{ b64dec "aGk=" }} {{ b32enc "hi" }} {{ sha256sum "a" | trunc 8 }} {{ sha1sum "a" | trunc 8 }} {{ adler32sum "a" }}',
		'aGk= hi NBUQ==== ca978112 86f7e437 6422626',
	],
	[
		'{{ semverCompare ">=1.2.0" "1.3.0" }} {{ semverCompare "^1.2" "2.0.0" }} {{ semverCompare "~1.2.3" "1.2.9" }} {{ semverCompare ">=1.19-0" "v1.35.0-rc.1" }} {{ (semver "1.2.3-rc.1+b").Prerelease }} {{ (semver "v1.2").Minor }}',
		'true false true true rc.1 2',
	],
	[
		'{{ now | date "2006-01-02 15:04:05" }} {{ now | htmlDate }} {{ now | unixEpoch }} {{ duration "95" }} {{ durationRound "2h10m" }} {{ dateModify "24h" now | date "Jan 2" }} {{ toDate "2006-01-02" "2017-12-31" | date "02/01/2006" }}',
		'2026-03-02 09:00:00 2026-03-02 1772442000 1m35s 2h Mar 3 31/12/2017',
	],
	[
		'{{ base "a/b.txt" }} {{ dir "a/b.txt" }} {{ ext "a/b.txt" }} {{ clean "a//../b" }} {{ isAbs "/a" }} {{ (urlParse "https://u:p@h:8080/p?q=1#f").host }} {{ urlJoin (dict "scheme" "http" "host" "h" "path" "/p" "query" "q=1") }}',
		'b.txt a .txt b true h:8080 http://h/p?q=1',
	],
	[
		'{{ len (randAlphaNum 12) }} {{ regexMatch "^[a-z]{5}$" (randAlpha 5 | lower) }} {{ regexMatch "^[0-9a-f-]{36}$" uuidv4 }}',
		'12 true true',
	],
	// Helm's own.
	['{{ toYaml .Values }}', 'a:\n- 1\n- x: "yes"\nb: "true"\nc: null', 'b: "true"\na: [1, {x: "yes"}]\nc:'],
	['{{ toYamlPretty (dict "a" (list 1 (dict "b" 2))) }}', 'a:\n  - 1\n  - b: 2'],
	[
		'{{ toJson .Values }} {{ (fromJson "{\\"a\\": 1}").a }} {{ (fromYaml "a: [1, 2]").a }} {{ fromYamlArray "- 1\\n- 2" }} {{ toRawJson "<" }} {{ toJson "<" }}',
		'{"a":1,"b":[true,null]} 1 [1 2] [1 2] "<" "\\u003c"',
		'b: [true, null]\na: 1',
	],
	['{{ toToml (dict "a" "x" "t" (dict "b" true)) }}', 'a = "x"\n\n[t]\n  b = true\n'],
	[
		'{{ (fromYaml "a: b: c").Error }}',
		'error converting YAML to JSON: yaml: mapping values are not allowed in this context',
	],
	[
		'{{ tpl .Values.t . }} {{ tpl "{{ $x := 1 }}{{ $x }}" . }}',
		'rel-web 1',
		't: "{{ .Release.Name }}-{{ .Values.num }}"\nnum: web',
	],
	[
		'{{ tpl "{{ .Values.a.b }}" . }}',
		`Error: template: demo/templates/t.yaml:1:3: ${PLACE} at <tpl "{{ .Values.a.b }}" .>: error calling tpl: error during tpl function execution for "{{ .Values.a.b }}": template: gotpl:1:10: executing "gotpl" at <.Values.a.b>: nil pointer evaluating interface {}.b`,
	],
	[
		'{{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.Revision }} {{ .Release.IsInstall }} {{ .Release.Service }} {{ .Chart.Name }} {{ .Chart.AppVersion }} {{ .Template.Name }} {{ .Template.BasePath }}',
		'rel ns 1 true Helm demo 1.2.3 demo/templates/t.yaml demo/templates',
	],
	[
		'{{ .Capabilities.KubeVersion }} {{ .Capabilities.KubeVersion.Minor }} {{ .Capabilities.APIVersions.Has "apps/v1" }} {{ .Capabilities.APIVersions.Has "x/v1" }} {{ .Capabilities.HelmVersion.Version }}',
		'v1.35.0 35 true false v3.19.0',
	],
	[
		'{{ .Chart.name }}',
		`Error: template: demo/templates/t.yaml:1:9: ${PLACE} at <.Chart.name>: can't evaluate field name in type struct { chart.Metadata; IsRoot bool }`,
	],
	['{{ lookup "v1" "Secret" "ns" "x" | empty }} {{ getHostByName "x" }}|', 'true |'],
];

test.each(CASES.map(([text, result, values = '']) => ({ text, result, values })))(
	'$text',
	({ text, result, values }) => {
		expect(template(text, values)).toBe(result);
	},
);
