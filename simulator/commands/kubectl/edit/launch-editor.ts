import { formatJsonInSteps } from '../../../machinery/format-json-in-steps.ts';
import type { Task } from '../../../machinery/task.ts';
import { parseYamlInSteps } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { lookPath } from '../plugins.ts';

/** Writes `content` to a temporary file, lets the user's editor change it, and reads it back. */
export function* editTemporaryFile(
	kubectl: Kubectl,
	content: string,
	extension: string,
): Task<{ file: string; content: string }> {
	const directory = kubectl.process.env.get('TMPDIR') ?? '/tmp';
	const file = `${directory.replace(/\/$/, '')}/kubectl-edit-${kubectl.process.randomUint32()}${extension}`;
	yield* kubectl.io.writeFile(file, content, 0o600);
	yield* launch(kubectl, file);
	return { file, content: yield* kubectl.io.readFile(file) };
}

/** Runs $KUBE_EDITOR, $EDITOR or vi on a file and waits. Models kubectl/pkg/cmd/util/editor Editor.Launch. */
function* launch(kubectl: Kubectl, file: string): Task<void> {
	const { process } = kubectl;
	const editor = [process.env.get('KUBE_EDITOR'), process.env.get('EDITOR'), 'vi'].find(
		(each) => each !== undefined && each !== '',
	) as string;
	const throughShell = editor.includes(' ') && /["'\\]/.test(editor);
	const words = throughShell
		? [process.env.get('SHELL') ?? '/bin/bash', '-c', `${editor} ${JSON.stringify(file)}`]
		: [...editor.split(' ').filter((word) => word !== ''), file];
	const path = lookPath(process, words[0] as string);
	if (path === undefined)
		throw new CommandError(`unable to launch the editor ${JSON.stringify(throughShell ? editor : words[0])}`);
	const pid = process.spawn({ argv: words, env: process.env, path });
	const result = yield* process.wait(pid);
	if (result?.kind === 'exited' && result.status === 0) return;
	throw new CommandError(`there was a problem with the editor ${JSON.stringify(throughShell ? editor : words[0])}`);
}

/** What a file says, whatever its layout and comments. Models cmdutil.StripComments. */
export function* withoutComments(text: string, pause: (nodes: number) => Task<void>): Task<string> {
	try {
		return yield* formatJsonInSteps(yield* parseYamlInSteps(text, pause), {}, pause);
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		return text
			.split('\n')
			.filter((line) => !/^\s*#/.test(line))
			.join('\n')
			.trim();
	}
}

export function hasContent(text: string): boolean {
	return text.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('#') && line.trim() !== '---');
}
