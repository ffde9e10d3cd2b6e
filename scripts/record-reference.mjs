/**
 * `npm run reference`: records what kubectl and helm say of their commands (`--help`), and kubectl of the API's fields
 * (`explain`), in a fresh world, for the reference that exams offer: content/reference/topics.yaml → kubectl.json and
 * helm.json beside it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './prepare/root.mjs';

const folder = join(root, 'content/reference');
const { commands, helm, fields } = parse(readFileSync(join(folder, 'topics.yaml'), 'utf8'));
const topics = [
	...commands.map((name) => {
		const title = `kubectl ${name}`.trim();
		return { kind: 'command', title, run: name === 'options' ? title : `${title} --help` };
	}),
	...fields.map((path) => ({ kind: 'field', title: path, run: `kubectl explain ${path}` })),
	...helm.map((name) => {
		const title = `helm ${name}`.trim();
		return { kind: 'command', title, run: `${title} --help`, file: 'helm.json' };
	}),
];
const answers = inWorld(topics.map(({ run }) => run));
const files = new Map();
for (const [index, { kind, title, run, file = 'kubectl.json' }] of topics.entries()) {
	const text = answers[index]?.trim() ?? '';
	if (text === '' || /^error: /im.test(text)) throw new Error(`${run}: ${text}`);
	const page = { id: `${kind}/${title.replaceAll(' ', '-')}`, kind, title, text };
	files.set(file, [...(files.get(file) ?? []), page]);
}
for (const [file, pages] of files) {
	writeFileSync(join(folder, file), `${JSON.stringify(pages, undefined, 2)}\n`);
	console.log(`content/reference/${file}: ${pages.length} pages`);
}

/** What each command prints, standard output and errors together. */
function inWorld(runs) {
	const mark = '-----next-----';
	const temporary = mkdtempSync(join(tmpdir(), 'kubedrill-reference-'));
	try {
		const script = join(temporary, 'reference.sh');
		writeFileSync(script, runs.map((run) => `${run} 2>&1\necho '${mark}'\n`).join(''));
		const runner = join(root, 'scripts/run-ts.mjs');
		const args = [runner, 'simulator/cli/main.ts', 'run', script];
		const output = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
		return output.split(`${mark}\n`);
	} finally {
		rmSync(temporary, { recursive: true, force: true });
	}
}
