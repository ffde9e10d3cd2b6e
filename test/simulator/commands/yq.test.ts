import { describe, expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';

const DEPLOYMENT = `# web front end

apiVersion: apps/v1
kind: Deployment
metadata:
  name: web # the name
  labels: {app: web, tier: "front"}
spec:
  # how many
  replicas: 3
  template:
    spec:
      containers:
      # the server
      - name: nginx
        image: 'nginx:1.27'
        args: ["-g", "daemon off;"]
        # env: later
      - name: side
        image: busybox
        command:
        - sh
        - -c
        - |
          while true; do
            sleep 1 # second
          done
# the end
`;

/** What yq v4 prints (its documentation and go-yaml's rules of comments are the source). */
type Case = readonly [command: string, stdout: string, stderr?: string, status?: number];
const CASES: readonly Case[] = [
	['yq .metadata.name web.yaml', 'web\n'],
	["yq '.spec.template.spec.containers[].image' web.yaml", 'nginx:1.27\nbusybox\n'],
	["cat web.yaml | yq '.metadata.labels'", '{app: web, tier: "front"}\n'],
	[
		"yq '.spec.template.spec.containers[0]' web.yaml",
		'# the server\nname: nginx\nimage: \'nginx:1.27\'\nargs: ["-g", "daemon off;"]\n# env: later\n',
	],
	[
		"yq -o json '.metadata' web.yaml",
		'{\n  "name": "web",\n  "labels": {\n    "app": "web",\n    "tier": "front"\n  }\n}\n',
	],
	["yq -o=json -I0 '.metadata.labels' web.yaml", '{"app":"web","tier":"front"}\n'],
	["yq '.nothing.here' web.yaml", 'null\n'],
	['yq \'.nothing // "none"\' web.yaml', 'none\n'],
	['yq \'select(.kind == "Service")\' web.yaml', ''],
	["yq -e '.nothing' web.yaml", 'null\n', 'Error: no matches found\n', 1],
	["yq '.a.[' web.yaml", '', 'Error: bad expression, could not find matching `]`\n', 1],
	["yq '.a | &' web.yaml", '', 'Error: 1:6: invalid input text "&"\n', 1],
	["yq '.a' none.yaml", '', 'Error: open none.yaml: no such file or directory\n', 1],
	[
		"yq '.' bad.yaml",
		'',
		"Error: bad file 'bad.yaml': yaml: line 2: mapping values are not allowed in this context\n",
		1,
	],
	[
		"yq -i '.a = 1'",
		'',
		'Error: write in place flag only applicable when giving an expression and at least one file\n',
		1,
	],
	['yq -n \'.a.b = "x" | .c = [1, 2]\'', 'a:\n  b: x\nc:\n  - 1\n  - 2\n'],
	['echo \'{"a": [1, {"b": "yes"}]}\' | yq -P', 'a:\n  - 1\n  - b: "yes"\n'],
	["yq '.metadata | keys' web.yaml", '- name\n- labels\n'],
	['yq \'.spec.template.spec.containers | map(.name) | join(",")\' web.yaml', 'nginx,side\n'],
	["yq '.metadata | to_entries | .[].key' web.yaml", 'name\nlabels\n'],
	["yq '.metadata.labels | with_entries(.value |= upcase)' web.yaml", 'app: WEB\ntier: "FRONT"\n'],
	["N=5 yq '.spec.replicas = env(N) | .metadata.name = strenv(N) | .spec.replicas, .metadata.name' web.yaml", '5\n5\n'],
	["yq ea 'select(fi == 0) * select(fi == 1)' one.yaml two.yaml", 'a: 2\nb:\n  c: 1\n  d: 4\nl: [3]\n'],
	["yq ea '. as $item ireduce ({}; . *+ $item)' one.yaml two.yaml", 'a: 2\nb:\n  c: 1\n  d: 4\nl: [1, 2, 3]\n'],
	['yq . one.yaml two.yaml', 'a: 1\nb:\n  c: 1\nl: [1, 2]\n---\na: 2\nb:\n  d: 4\nl: [3]\n'],
	["yq '.[] | select(.n > 1) | .s' list.yaml", 'b\nc\n'],
	['yq \'map(select(.s | test("^[ab]"))) | length\' list.yaml', '2\n'],
	["yq 'sort_by(.s) | reverse | .[0].s' list.yaml", 'c\n'],
	["yq 'group_by(.g) | map({.[0].g: length})' list.yaml", '- x: 2\n- y: 1\n'],
	["yq '.[1:] | .[].s' list.yaml", 'b\nc\n'],
	["yq -o csv '.[] | [.s, .n]' list.yaml", 'a,1\nb,2\nc,3\n'],
	['yq -o props . one.yaml', 'a = 1\nb.c = 1\nl.0 = 1\nl.1 = 2\n'],
	['yq -s \'"doc_" + $index\' many.yaml; cat doc_0.yml doc_1.yml', 'a: 1\n---\nb: 2\n'],
	["yq '.[] | document_index' many.yaml", '0\n---\n1\n'],
	["yq 'del(.b, .l[0])' one.yaml", 'a: 1\nl: [2]\n'],
	['yq -i \'.l += 9 | .a style="double"\' one.yaml; cat one.yaml', 'a: "1"\nb:\n  c: 1\nl: [1, 2, 9]\n'],
	['yq \'.. | select(tag == "!!int")\' one.yaml', '1\n1\n1\n2\n'],
	["yq '.l[] |= . * 2 | .l' one.yaml", '[2, 4]\n'],
	['yq \'[.. | select(kind == "scalar") | path | join(".")]\' one.yaml', '- a\n- b.c\n- l.0\n- l.1\n'],
	['yq --version', 'yq (https://github.com/mikefarah/yq/) version v4.50.1\n'],
];

const FILES = {
	'web.yaml': DEPLOYMENT,
	'bad.yaml': 'a: b\nc: d: e\n',
	'one.yaml': 'a: 1\nb:\n  c: 1\nl: [1, 2]\n',
	'two.yaml': 'a: 2\nb:\n  d: 4\nl: [3]\n',
	'many.yaml': 'a: 1\n---\nb: 2\n',
	'list.yaml': '- {s: a, n: 1, g: x}\n- {s: b, n: 2, g: y}\n- {s: c, n: 3, g: x}\n',
};

describe('yq', () => {
	test.each(CASES.map((each) => [each[0], each] as const))('%s', (_, [script, stdout, stderr = '', exitCode = 0]) => {
		expect(runCommand({ argv: ['bash', '-c', script], files: FILES })).toEqual({ stdout, stderr, exitCode });
	});

	test('an edit leaves comments and styles as they are; sequences are indented', () => {
		const script = 'yq -i \'.spec.replicas = 5 | .metadata.labels.env = "prod"\' web.yaml && cat web.yaml';
		expect(runCommand({ argv: ['bash', '-c', script], files: FILES }).stdout).toBe(EDITED);
	});
});

const EDITED = `# web front end

apiVersion: apps/v1
kind: Deployment
metadata:
  name: web # the name
  labels: {app: web, tier: "front", env: prod}
spec:
  # how many
  replicas: 5
  template:
    spec:
      containers:
        # the server
        - name: nginx
          image: 'nginx:1.27'
          args: ["-g", "daemon off;"]
          # env: later
        - name: side
          image: busybox
          command:
            - sh
            - -c
            - |
              while true; do
                sleep 1 # second
              done
# the end
`;
