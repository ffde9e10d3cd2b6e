import { expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';
import { checkScripts } from './golden-cases.ts';

const PODS = JSON.stringify({
	apiVersion: 'v1',
	kind: 'List',
	items: [
		{
			metadata: { name: 'web-1', namespace: 'default', labels: { app: 'web', tier: 'front' } },
			spec: {
				nodeName: 'node01',
				containers: [{ name: 'c', image: 'nginx:1.25', resources: { limits: { cpu: '500m' } } }],
			},
			status: { phase: 'Running', restarts: 3 },
		},
		{
			metadata: { name: 'db-0', namespace: 'data', labels: { app: 'db' } },
			spec: {
				nodeName: 'node02',
				containers: [
					{ name: 'a', image: 'redis:7' },
					{ name: 'b', image: 'busybox' },
				],
			},
			status: { phase: 'Pending', restarts: 0 },
		},
		{
			metadata: { name: 'web-2', namespace: 'default' },
			spec: { containers: [{ name: 'c', image: 'nginx:1.24' }] },
			status: { phase: 'Running', restarts: 12 },
		},
	],
});

const pods = (...filters: readonly string[]) => filters.map((filter) => [filter, { stdin: PODS }] as const);
/** Expressions without input, each in a run of its own. */
const none = (...filters: readonly string[]) =>
	filters.map((filter) => `jq -nc '${filter.replaceAll("'", "'\\''")}'; echo "= $?"`);

checkScripts('commands-jq', 'bash', {
	pods: pods(
		'jq .',
		'jq -c ".items[].metadata"',
		'jq -r ".items[].metadata.name"',
		`jq -r '.items[] | "\\(.metadata.namespace)/\\(.metadata.name)\\t\\(.status.phase)"'`,
		`jq -c '.items | map(select(.status.phase == "Running")) | map(.metadata.name)'`,
		`jq -c '[.items[] | {name: .metadata.name, images: [.spec.containers[].image]}]'`,
		`jq -c '.items | group_by(.metadata.namespace) | map({(.[0].metadata.namespace): length}) | add'`,
		`jq -c '.items | sort_by(.status.restarts) | reverse | .[0].metadata.name, (map(.status.restarts) | add, min, max)'`,
		`jq -c '.items[0].metadata.labels | to_entries, keys, length, has("app"), (with_entries(.value |= ascii_upcase))'`,
		`jq -r '.items[] | [.metadata.name, .status.restarts, .spec.nodeName // "none"] | @tsv, @csv'`,
		`jq -c '[paths | select(.[-1] == "image")] | length, .[0]'`,
		`jq -c '[.. | .image? // empty] | unique'`,
		`jq -c 'del(.items[].spec, .items[1]) | .items'`,
		`jq -c '.items[0].metadata.labels.new = 1 | .items[0].metadata.labels'`,
		`jq -c '.items |= map(.metadata.name) | .items'`,
		`jq -c 'reduce .items[] as $i (0; . + $i.status.restarts), [foreach .items[] as $i (0; . + $i.status.restarts; [$i.metadata.name, .])]'`,
		`jq -c --arg ns default '[.items[] | select(.metadata.namespace == $ns) | .metadata.name]'`,
		`jq -c '.items | INDEX(.metadata.name) | map_values(.status.phase)'`,
		`jq -S -c '.items[0]'`,
		'jq --tab ".items[1].metadata"; jq --indent 1 .x',
		'jq -C ".items[0].metadata"',
		`jq '.items | length' ; jq .kind`,
		`jq -e '.nope'; echo $?`,
		`jq -r '.items[0] | @json, @text, @base64, (.metadata.name | @base64 | ., @base64d), @html, @uri "x=\\(.kind)&y=\\(.metadata.labels)"'`,
		`jq '.items[] | select(.spec.containers | any(.image | startswith("nginx"))) | .metadata.name'`,
		`jq '[.items[].spec.containers[].image | split(":")[0]] | unique | join(",")'`,
		`jq '.items[] | select(.metadata.name | test("^web-[0-9]+$")) | .metadata.name | capture("(?<app>[a-z]+)-(?<n>\\\\d+)")' -c`,
		`jq -c '[limit(2; .items[] | .metadata.name)], first(.items[].kind), [.items[] | .metadata.labels.app?]'`,
		`jq -c '.items as [$a, {metadata: {name: $n}}] | [$a.metadata.name, $n]'`,
		`jq '.items[] | if .status.restarts > 10 then "bad" elif .status.restarts > 0 then "warn" else "ok" end'`,
		`jq -c 'getpath(["items", 0, "spec", "nodeName"]), (.items[0] | [leaf_paths | join(".")?])'`,
		`jq -c '.items | map({key: .metadata.name, value: .status.phase}) | from_entries'`,
		`jq -c '[.items[] | .metadata | {name, ns: .namespace, "x y": 1, @base64 "k": 2, (.name): 3}]'`,
	),
	values: none(
		'1 + 2 * 3 - 4 / 2 % 3, -1 - -2, 10 / 4, 7 % -3, -7 % 3',
		'"a" + "b", "ab" * 3, "a,b" / ",", [1,2,1] - [1], {a:1} + {b:2}, {a:{b:1}} * {a:{c:2}}, null + 1',
		'1 == 1.0, "a" < "b", [1] < [1,0], {} < [], null < false, true and false or true, (null | not)',
		'[1,[2,[3]]] | flatten, flatten(1), add, length',
		'[3,1,2] | sort, reverse, (sort_by(-.)), index(1), indices(2), contains([1]), inside([1,2,3,4]), min, max, any, all, (sort | bsearch(2), bsearch(9))',
		'"abcb" | indices("b"), index("b"), rindex("b"), length, explode, (explode | implode), .[1:3], .[-2:], ascii_upcase, ltrimstr("a"), rtrimstr("b"), startswith("ab"), endswith("x"), utf8bytelength',
		'[1,2,3,4] | .[1:3], .[:2], .[-1], .[10], first, last, nth(2), (.[1:3] = ["x"]), (.[0] |= . + 10), del(.[0,2]), to_entries[0]',
		'[.[]?], (try error("x") catch .), (try error({a:1}) catch .a), ([1,"a",null] | map(try tonumber catch "bad"))',
		'[range(5)], [range(2;8;3)], [range(5;0;-2)], [limit(3; repeat(1))], [1 | until(. > 100; . * 3)], [1 | while(. < 50; . * 2)], [recurse(if . < 3 then . + 1 else empty end; true)] | length',
		'[1,2,3] as [$a] | $a, ({a:[1,{b:2}]} as {a:[$x,{b:$y}]} | $x + $y), ([[1,2],[3,4]] | .[] as [$a,$b] | {a:$a,b:$b})',
		'def f(x): x * 2; def g($y): $y + 1; f(3), g(4), ([1,2] | map(f(.))), (def fac: if . <= 1 then 1 else . * (. - 1 | fac) end; 10 | fac)',
		'"a1b22" | [scan("[0-9]+")], [match("[0-9]+"; "g").offset], sub("[0-9]";"x"), gsub("[0-9]+";"<\\(.)>"), [splits("[0-9]+")], split("[0-9]";null), test("B";"i"), gsub("(?<l>[a-z])"; "\\(.l | ascii_upcase)")',
		'{a:1,b:[1,2]} | tojson, (tojson | fromjson), tostring, ([paths]), ([paths(type == "number")]), tostream, ([tostream] | fromstream(.[])), keys_unsorted, (to_entries | from_entries), map_values(empty)',
		'now | type, (0 | todate), ("2024-03-01T12:30:00Z" | fromdate), (1709296200 | strftime("%A %d %B %Y %j")), ("10:20" | strptime("%H:%M") | .[3:5]), (1e9 | gmtime), (0 | gmtime | mktime)',
		'[1,null,2] | map(values), (.[] |= (. // 0)), (.[1] //= 5), ([.[] | numbers]), (map(. == null) | any), transpose?',
		'[[1,2],[3]] | transpose, combinations, ([limit(1; combinations)])',
		'{} | .a.b.c = 1 | .a.d += 2 | .a.e |= 3 | .x[2] = 1',
		'[splits("a")]?, "x", label $f | 1, break $f, 2',
		'[foreach range(5) as $i (0; . + $i; select(. % 2 == 0))], [label $out | foreach (1,2,3) as $i (0; . + $i; if . > 2 then ., break $out else . end)]',
		'infinite, -infinite, nan, (nan < 1), ([nan] | sort), 1e1000, 1e15, 1e16, 123456789012345678, 0.1 + 0.2, 1.5e-7, 100 / 3, (3.7 | floor, ceil, round, sqrt), pow(2;10), (8 | log2), (1 | exp10)',
		'@text "a\\(1 + 1)b", @json "x\\([1,"q"])", @sh "echo \\("it is" , "it\'s")", ([1,"a b"] | @sh, @csv, @tsv), ("<&>" | @html), ("é ü/" | @uri)',
		'input_line_number, $__loc__, ([1,2] | debug | length), ({} | .["a"]?), ("abc" | .[1:] | ascii), [.] | tojson'.replace(
			' | ascii',
			'',
		),
		'[{a:1,b:2},{a:1,b:3},{a:0}] | group_by(.a), unique_by(.a), min_by(.b), max_by(.b), (map(.a) | unique), sort_by(.a, .b)',
		'walk(1), ([1,[2]] | walk(if type == "number" then . + 1 else . end)), ({b:1,a:2} | walk(.)), env.NOPE, ($ENV | type), (["a","b"] | join("-", "+")), ([1,null,"x",true] | join(","))',
		'"\\u00e9\\n\\t\\"", "😀" , ("😀" | length, utf8bytelength, explode), ([128512] | implode)',
		'{"a":[1,2,{"b":3}]} | path(..), [paths(..)], (path(.a[0], .a[2].b)), delpaths([["a",0],["a",2,"b"]]), (to_entries | length), pick(.a[1])?'.replace(
			', pick(.a[1])?',
			'',
		),
		'isvalid(1)?, ([1,2] | IN(1)), (2 | IN(1,2)), ([1,2] | IN(.[]; 2,3)), ascii_downcase?, ("A" | ascii_downcase), ([] | add), ({"a":1,"b":2} | add), splits("x")?, isempty(empty), isempty(1)'
			.replace('isvalid(1)?, ', '')
			.replace(', isempty(1)', ''),
		'. as {a:$x} ?// [$x] | $x, ([[1,2]] | .[] as [$a] ?// $a | [$a])',
		'try (1 | error) catch ., ([.[]?]), (try ({} | .a.b.c | error("x\\(.)")) catch .), ((1,2) as $x | $x * 10), [(1,2) + (10,20)], [(1,2),(3,4)], {a:(1,2), b:(3,4)}',
		'first(empty), [limit(2; 1, 2, error("no"))], ("x" | ascii_downcase | ltrimstr(1)), ([3,4] | has(0), has(5)), ({a:1} | has("b")), ([1,[2,3]] | getpath([1,0]), getpath([5,6]))',
	),
	errors: none(
		'[1] | .a',
		'{} | .[0]',
		'1 | .a',
		'1 | .[0]',
		'null | .[]',
		'{} + 1',
		'[] - {}',
		'{} * 2',
		'"abc" | keys',
		'1 | test("a")',
		'{} | sort',
		'1 | startswith("a")',
		'1 | split(",")',
		'[] | has("a")',
		'1 | contains("a")',
		'true | length',
		'{} | @csv',
		'[{}] | @csv',
		'[[1]] | @sh',
		'"a" | @base64d',
		'1 | fromjson',
		'"a" | strptime("%Y")',
		'[1] | .["a"] = 1',
		'1 | .a = 1',
		'path(1)',
		'path(1 | .a)',
		'1 % 0',
		'[1,"a"] | add',
		'error({a:1})',
		'error("plain")',
		'"aaaaaaaaaaaaaaaaaaaaaaa" + 1',
		'"x" | halt_error',
		'{a:1} | halt_error',
		'"x\\n" | halt_error(3)',
		'halt',
		'foo',
		'$x',
		'foo(1) | bar',
		'[1,2] | implode | explode',
		'{} | to_entries, ([] | to_entries)?',
		'[1] | join(1)',
		'"abc" | test("(")?',
		'"a" | error',
		'[1,2,3] | .[1.7], .[-5], (.[-1] = 9)',
	),
	inputs: [
		['jq -c . ; echo $?', { stdin: '1 "a" [2] {"b":null}\ntrue' }],
		["jq -c '[., input]'", { stdin: '1 2 3 4' }],
		["jq -nc '[inputs]', 'x' 2>/dev/null; jq -s -c . < /dev/null; jq . < /dev/null; echo $?", { stdin: '1 2 3' }],
		['jq -R .; jq -Rs . < /dev/null', { stdin: 'a\nb "q"\nc' }],
		['jq -sR \'split("\\n")\' -c', { stdin: 'a\nb\n' }],
		["jq -s -c 'map(.a)'", { stdin: '{"a":1}{"a":2}' }],
		["jq '.a'; echo $?", { stdin: '1\n{"a":2}\n"x"\n' }],
		["jq -j '.[]'; jq -a . < f; jq -r .[0] f f", { stdin: '["a",1]', files: { f: '["é😀"]' } }],
		[
			"jq -c --argjson x '{\"a\":1}' --arg y z --slurpfile s f --rawfile r f '[$x.a,$y,$s,$r,$ARGS.named.y]' f",
			{ files: { f: '1 2\n' } },
		],
		[
			"jq -nc '$ARGS.positional' --args a b 2>&1 | head -1; jq -nc '[$a,$b]' --arg a 1 --arg b 2; jq -nc '$ARGS' --jsonargs 1 '{\"x\":2}'",
			{},
		],
		["echo '.a' > p.jq; jq -f p.jq f; jq -c --stream . f", { files: { f: '{"a":[1,{"b":2}]}' } }],
		[
			"jq . nope f; echo $?; jq -e . f; echo $?; jq -n empty; echo $?; jq -ne empty; echo $?; jq -ne 'false,null'; echo $?",
			{ files: { f: 'null' } },
		],
		['jq -c "input_filename" f; jq "." f g', { files: { f: '1', g: '2' } }],
	],
});

// The goldens' jq is older where this is concerned: jq 1.7 says "Fix try/catch catches more than it should".
test('a try does not catch errors of what its output is used for', () => {
	expect(runCommand({ argv: ['bash', '-c', 'jq -nc \'[1] | .[try "a" catch 0]\''] })).toEqual({
		stdout: '',
		stderr: 'jq: error (at <unknown>): Cannot index array with string "a"\n',
		exitCode: 5,
	});
});

test('a question mark forgives the last step only, and what comes after goes on', () => {
	const filter = '[.[].a[]?], [.[].a.b?], [.[].a[1:]?], [.[] | .a["b"]?], [try (.[].a | .[]) catch 0], del(.[].a[]?)';
	expect(
		runCommand({ argv: ['jq', '-c', filter], stdin: '[{"a":5},{"a":null},{"a":[1,2]}]' }).stdout.split('\n'),
	).toEqual(['[1,2]', '[null]', '[null,[2]]', '[null]', '[0]', '[{"a":5},{"a":null},{"a":[]}]', '']);
});
