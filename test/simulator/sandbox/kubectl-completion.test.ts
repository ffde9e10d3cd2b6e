import { expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

const BACK = '\x15';

/** The line as it stands after Tab, of a shell that has completed nothing before. */
function completed(line: string, setUp = ''): string {
	const terminal = new TestTerminal(newWorld(line));
	if (setUp !== '') terminal.type(`${setUp}\n`);
	const screen = terminal.type(`${line}\t`).replaceAll('\x07', '');
	terminal.type(BACK);
	return screen;
}

const SOURCED = 'source <(kubectl completion bash); alias kk=kubectl; complete -o default -F __start_kubectl kk';

test.each([
	['kubectl crea', '', 'kubectl create '],
	['k get po -n kube-system etc', '', 'k get po -n kube-system etcd-controlplane '],
	['k describe names', '', 'k describe namespaces '],
	['kk get nodes node01 --outp', SOURCED, 'kk get nodes node01 --output'],
])('%s Tab, the first one of a shell', (line, setUp, expected) => {
	expect(completed(line, setUp)).toBe(expected);
});
