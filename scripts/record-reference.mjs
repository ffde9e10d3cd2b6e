/**
 * `npm run reference`: records what kubectl says of its commands (`--help`) and of the API's fields (`explain`) in a fresh
 * world, for the reference that an exam offers: content/reference/topics.yaml → content/reference/kubectl.json.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './prepare/root.mjs';

const folder = join(root, 'content/reference');
const { commands, fields } = parse(readFileSync(join(folder, 'topics.yaml'), 'utf8'));
const topics = [
	...commands.map((name) => {
		const title = `kubectl ${name}`.trim();
		return { kind: 'command', title, run: name === 'options' ? title : `${title} --help` };
	}),
	...fields.map((path) => ({ kind: 'field', title: path, run: `kubectl explain ${path}` })),
];
const answers = inWorld(topics.map(({ run }) => run));
const pages = topics.map(({ kind, title, run }, index) => {
	const text = answers[index]?.trim() ?? '';
	if (text === '' || /^error: /m.test(text)) throw new Error(`${run}: ${text}`);
	return { id: `${kind}/${title.replaceAll(' ', '-')}`, kind, title, text };
});
writeFileSync(join(folder, 'kubectl.json'), `${JSON.stringify(pages, undefined, 2)}\n`);
console.log(`content/reference/kubectl.json: ${pages.length} pages`);

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
