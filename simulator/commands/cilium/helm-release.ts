import type { Task } from '../../machinery/task.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { runHelm } from '../helm/helm.ts';
import { Output } from '../stdio.ts';

export const RELEASE = 'cilium';
const REPOSITORY = 'https://helm.cilium.io';

/** Keeps what is written. */
class HeldOutput extends Output {
	text = '';

	override *write(text: string): Task<void> {
		this.text += text;
	}
}

export interface HelmAnswer {
	readonly status: number;
	readonly out: string;
	/** Without "Error: ". */
	readonly error: string;
}

/** What is said goes the same way. */
class HeldRun {
	readonly out: HeldOutput;
	error = '';

	constructor(run: CobraRun) {
		this.out = new HeldOutput(run.process, 1);
	}

	*say(text: string): Task<void> {
		this.error += text;
	}
}

/** Helm, as the CLI has it built in. */
export function* helmIn(run: CobraRun, namespace: string, args: readonly string[]): Task<HelmAnswer> {
	const held = new HeldRun(run);
	const status = yield* runHelm({
		...run,
		out: held.out,
		args: [...args, '--namespace', namespace, ...contextFlags(run)],
		say: (text) => held.say(text),
	});
	const error = held.error.replace(/^Error: (?:(?:INSTALLATION|UPGRADE) FAILED: )?/, '').trimEnd();
	return { status, out: held.out.text, error };
}

function contextFlags({ text }: CobraRun): readonly string[] {
	const [context, kubeconfig] = [text('context'), text('kubeconfig')];
	return [
		...(context === '' ? [] : ['--kube-context', context]),
		...(kubeconfig === '' ? [] : ['--kubeconfig', kubeconfig]),
	];
}

/** `--set` and its kin, as the user gave them. */
export function valueFlags(run: CobraRun): readonly string[] {
	return ['set', 'set-string', 'set-file', 'values'].flatMap((name) =>
		run.list(name).flatMap((value) => [`--${name}`, value]),
	);
}

export function chartFlags(version: string): readonly string[] {
	return ['--repo', REPOSITORY, '--version', version.replace(/^v/, '')];
}
