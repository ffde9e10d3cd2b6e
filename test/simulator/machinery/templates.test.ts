import { afterAll, describe, expect, test } from 'vitest';
import { formatJson } from '../../../simulator/machinery/format-json.ts';
import { goPrint, goQuote, goSyntax } from '../../../simulator/machinery/go-format.ts';
import { GoTemplate } from '../../../simulator/machinery/go-template/go-template.ts';
import { JsonPath } from '../../../simulator/machinery/jsonpath/jsonpath.ts';
import { runToCompletion } from '../../../simulator/machinery/task.ts';
import { Goldens } from '../../support/golden.ts';

const goldens = new Goldens('templates', '/usr/lib/google-cloud-sdk/bin/kubectl.1.33', ['version', '--client']);
afterAll(() => goldens.save());

const OBJECT = {
	apiVersion: 'v1',
	kind: 'ConfigMap',
	metadata: { annotations: { zz: '1' }, labels: { a: 'b', 'x.y/z': 'w' }, name: 'x' },
	data: {
		b: true,
		big: 1000000,
		count: 5,
		f: 1.5,
		items: [
			{ name: 'one', size: 1, tags: ['p', 'q'], ready: true },
			{ name: 'two', size: 2, tags: [], ready: false, extra: { deep: { name: 'inner' } } },
			{ name: 'three', size: 3, tags: ['r'] },
		],
		l: [1, 2, 3, 4],
		s: '<a>',
		z: null,
	},
};
const STDIN = JSON.stringify(OBJECT);

const JSONPATHS = [
	'{.metadata.name}',
	'{$.metadata.name}',
	'{@.metadata.name}',
	'{metadata.name}',
	'.metadata.name',
	'text {.kind} more',
	'{.data.items[*].name}',
	'{.data.items[0]}',
	'{.data.items[-1].name}',
	'{.data.items[0:2].name}',
	'{.data.items[:2].name}',
	'{.data.items[1:].name}',
	'{.data.items[::2].name}',
	'{.data.items[-2:].name}',
	'{.data.l[0,2]}',
	"{.metadata['name','labels']}",
	'{.data.items[5].name}',
	'{.data.items[2:1].name}',
	'{.data.items[::0].name}',
	'{.data.items[?(@.name=="two")].size}',
	"{.data.items[?(@.name=='two')].size}",
	'{.data.items[?(@.size>1)].name}',
	'{.data.items[?(@.size>=2)].name}',
	'{.data.items[?(@.size!=2)].name}',
	'{.data.items[?(@.size<1.5)].name}',
	'{.data.items[?(@.name>1)].name}',
	'{.data.items[?(@.ready==true)].name}',
	'{.data.items[?(@.extra)].name}',
	'{.data.items[?(@.extra.deep.name=="inner")].name}',
	'{.data.items[1].extra..name}',
	'{.data..name}',
	'{.data.items..name}',
	'{.data.items[*].tags[*]}',
	'{.data.items[*].tags}',
	'{.data.l[*]}',
	'{.data.missing}',
	'{.data.missing.deeper[0]}',
	'{.data.s}{"\\n"}{.data.f}{"\\t"}{.data.b}{" "}{.data.big}{.data.z}',
	'{.metadata.labels.x\\.y/z}',
	"{.metadata.labels['x\\.y/z']}",
	"{.metadata.labels['x.y/z']}",
	'{range .data.items[*]}{.name}={.size}{"\\n"}{end}',
	'{range .data.items[*]}{.name}: {range .tags[*]}{@},{end};{end}done',
	'{range .data.items[*]}[{.name}]',
	'{range .data.missing[*]}x{.name}{end}y',
	'{end}',
	'{.data.items[*]["name","size"]}',
	'{.data.items[*].name} {.data.items[*].size}',
	'{.data.count}{1}{1.5}{true}',
	'{.data.l[a]}',
	'{.a[}',
	'{.data.items[?(@.name]}',
	'{.data.items[?(@.name==]}',
	'{.data',
	'{.data|}',
	'{"abc}',
	"{'a\\'b'}",
	'{foo}',
	'{.data.count[0]}',
	'{.data.count[?(@.x)]}',
	'{.data.items[ 0 ].name}',
	'{ .kind }',
	'{.kind}{.kind}',
	'',
];

describe('jsonpath as kubectl has it', () => {
	test.each(JSONPATHS)('%s', (path) => {
		const golden = goldens.get({
			argv: ['annotate', '--local', '-f', '-', '--overwrite', 'zz=1', '-o', `jsonpath=${path}`],
			stdin: STDIN,
		});
		// A template that fails is reported with a dump of the object, which is the printer's business.
		expect(jsonPathOutcome(path)).toBe(golden.exitCode === 0 ? golden.stdout : golden.stderr);
	});

	test.each(JSONPATHS.slice(0, 30))('as JSON %s', (path) => {
		const golden = goldens.get({
			argv: ['annotate', '--local', '-f', '-', '--overwrite', 'zz=1', '-o', `jsonpath-as-json=${path}`],
			stdin: STDIN,
		});
		if (golden.exitCode === 0)
			expect(new JsonPath(path, { allowMissingKeys: true, asJson: true }).execute(OBJECT)).toBe(golden.stdout);
	});
});

function jsonPathOutcome(path: string): string {
	if (path === '') return 'error: template format specified but no template given\n';
	let parsed: JsonPath;
	try {
		parsed = new JsonPath(path, { allowMissingKeys: true });
	} catch (error) {
		return `error: error parsing jsonpath ${path}, ${(error as Error).message}\n`;
	}
	try {
		return parsed.execute(OBJECT);
	} catch (error) {
		const dump = `Error executing template: ${(error as Error).message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${path}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(OBJECT)}\n\n`;
		return `error: error executing jsonpath ${goQuote(path)}: ${dump}\n`;
	}
}

const TEMPLATES = [
	'{{.foo}}',
	'{{.metadata.nam',
	'{{.data.big}} {{.data.l}} {{.data}}',
	'{{range .data.l}}{{.}},{{end}}',
	'{{foo}}',
	'{{.data.n.x}}',
	'{{index .data.l 5}}',
	'{{len .data.n}}',
	'{{if eq .data.count 5}}y{{else}}n{{end}}',
	'{{if eq .data.count 5.0}}y{{else}}n{{end}}',
	'{{printf "%v-%d-%s|%5d|%-5s|%05.1f|%q|%x|%t" .data.f .data.count .data.s .data.count .data.s .data.f .data.s .data.count .data.b}}',
	'{{printf "%d" .data.s}}{{printf "%s %s" "a"}}{{printf "a" "b"}}',
	'{{.data.s | html}} {{.data.s|js}} {{.data.s|urlquery}}',
	'{{with .data.z}}x{{else}}none{{end}}',
	'{{range $k,$v := .data}}{{$k}}={{$v}} {{end}}',
	'{{range $i, $e := .data.l}}{{if $i}}, {{end}}{{$e}}{{end}}',
	'{{range .data.none}}a{{else}}empty{{end}}',
	'{{define "a"}}[{{.}}]{{end}}{{template "a" .data.count}}',
	'{{end}}',
	'{{if .x}}',
	'{{"a',
	'{{$x}}',
	'{{.data.l.foo}}',
	'{{exists .data "count"}} {{exists . "a" "b"}} {{exists . "data" "l" 0}}',
	'{{"YWJj"|base64decode}}',
	'{{"!!"|base64decode}}',
	'{{.data.s}}\n{{.x.y.z}}',
	'{{range .data.l}}{{if eq . 3}}{{break}}{{end}}{{if eq . 1}}{{continue}}{{end}}{{.}}{{end}}{{- /* c */ -}} x ',
	'{{block "b" .}}q{{.kind}}{{end}}',
	'{{lt 1 2 }} {{and 1 0}} {{or 0 "x"}} {{not true}} {{slice "abcd" 1 2}} {{index .data "count"}} {{call 1}}',
	'{{println "a" 1 2 "b" "c"}}{{print 1 2 "a" "b" 3}}',
	'{{lt .data.n 6}}',
	'{{lt .data.count 6}}',
	'{{.metadata.name.foo}}',
	'{{template "nope"}}',
	'{{1 | 2}}',
	'{{.a b}}',
	'{{nil}}',
	'{{ /* c */ }}',
	'{{ & }}',
	'{{.data.count!}}',
	'{{call .data.s}}{{.data.s}}',
	'{{printf "%U %#U %U" 9731 9731 "x"}}',
	'{{99999999999999999999}}',
	'{{"YWI" | base64decode}}',
	'{{(index .data.l 0)}} {{.data.l | len}} {{- "x" }} y',
	"{{/* a */}}z{{ 0x10 }}{{ 1e3 }}{{ 'a' }}{{ 1_000 }}{{ -5 }}{{`raw`}}",
	'{{if}}',
	'{{range}}',
	'{{else}}',
	'{{ ) }}',
	'{{ ( }}',
	'{{.data.l 1}}',
	'{{"x" 1}}',
	'{{$a := 5}}{{$a = 6}}{{$a}}',
	'{{with $x := .data.count}}{{$x}}{{end}}{{$x}}',
	'{{if and .data.b (gt .data.f 1.0)}}ok{{end}}',
	'{{ne .data.b false}}',
	'{{eq .data.s "<a>" "b"}}',
	'{{eq .data.l .data.l}}',
	'{{eq .data.z nil}}',
	'{{eq 1 "a"}}',
	'{{range .data.items}}{{.name}}{{"\\t"}}{{range .tags}}{{.}} {{end}}{{"\\n"}}{{end}}',
	'{{range .data.items}}{{if .ready}}{{.name}}{{else if .extra}}{{.extra.deep.name}}{{else}}-{{end}}{{end}}',
	'{{with .data.none}}a{{else with .data.count}}b{{.}}{{end}}',
	'{{index .metadata.labels "x.y/z"}}',
	'{{$.kind}}{{range .data.l}}{{$.kind}}{{end}}',
	'a {{- " b " -}} c',
	'{{range $i := .data.l}}{{$i}}{{end}}',
	'{{(index .data.items 0).name}}',
	'{{.data.items 0}}',
	'{{len "héllo"}}{{index "abc" 1}}',
	'{{range 3}}{{.}}{{end}}',
	'{{range .data.s}}x{{end}}',
];

describe('Go templates as kubectl has them', () => {
	test.each(TEMPLATES)('%s', (template) => {
		const golden = goldens.get({
			argv: ['annotate', '--local', '-f', '-', '--overwrite', 'zz=1', '-o', `go-template=${template}`],
			stdin: STDIN,
		});
		expect(templateOutcome(template)).toBe(golden.stdout + golden.stderr);
	});
});

function templateOutcome(template: string): string {
	let parsed: GoTemplate;
	try {
		parsed = new GoTemplate('output', template);
	} catch (error) {
		return `error: error parsing template ${template}, ${(error as Error).message}\n`;
	}
	const { output, error } = parsed.execute(OBJECT);
	if (error === undefined) return output;
	const dump = `Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\traw data was:\n\t\t${formatJson(OBJECT)}\n\tobject given to template engine was:\n\t\t${goPrint(OBJECT)}\n\n`;
	return `${output}${dump}error: error executing template ${goQuote(template)}: ${error.message}\n`;
}

const LOOP = '{{range $i, $x := .}}{{if $x}}{{else}}{{end}}{{end}}.';
const ITEMS = Array.from({ length: 30_000 }, (_, at) => at + 1);

test('an execution without pauses must not take long, however many there were before', () => {
	const loop = new GoTemplate('output', LOOP);
	for (let at = 0; at < 10; at++) expect(loop.execute(ITEMS)).toEqual({ output: '.', error: undefined });
	const longer = loop.execute([...ITEMS, ...ITEMS, ...ITEMS]);
	expect([longer.output, longer.error?.message]).toEqual(['', 'template: output: execution takes too long']);
});

test('one that pauses may take long', () => {
	const paused: number[] = [];
	const loop = new GoTemplate('output', LOOP, {
		*pause(steps) {
			paused.push(steps);
		},
	});
	const long = Array.from({ length: 10 }, () => ITEMS).flat();
	expect(runToCompletion(loop.executeInSteps(long))).toEqual({ output: '.', error: undefined });
	expect([paused.length > 100, Math.max(...paused) < 3_000]).toEqual([true, true]);
});
