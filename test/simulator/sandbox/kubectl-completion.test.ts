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

// What bash 5.2 does with Debian's bash-completion 2.11.
test.each([
	['nosuch al', ': > alpha.txt', 'nosuch alpha.txt '],
	['ls --hyp', '', 'ls --hyperlink'],
	['foo --x=al', ': > alpha.txt', 'foo --x=al'],
	['sudo kubectl get nodes node0', '', 'sudo kubectl get nodes node0'],
	['watch kubectl get po -n kube-s', '', 'watch kubectl get po -n kube-system '],
	['cd .kub', '', 'cd .kube/'],
	['set -o pipef', '', 'set -o pipefail '],
	['systemctl restart kubel', '', 'systemctl restart kubelet.service '],
	['journalctl -u contain', '', 'journalctl -u containerd.service '],
	['ssh root@node0', '', 'ssh root@node0'],
	['apt-get inst', '', 'apt-get install '],
	['export KUBEC', 'KUBECONFIG=x', 'export KUBECONFIG='],
	[
		'mine --na',
		'printf "complete -W --name mine\\n" > /etc/bash_completion.d/mine; . /etc/bash_completion',
		'mine --name ',
	],
])('%s Tab', (line, setUp, expected) => {
	expect(completed(line, setUp)).toBe(expected);
});

test('functions that completions are written with', () => {
	const terminal = new TestTerminal(newWorld('functions'));
	const words =
		't() { local cur prev words cword; _init_completion -n =: || return; declare -p cur prev words cword >&2; }';
	terminal.type(`complete -F t foo; ${words}\n`);
	expect(
		terminal.type('foo a:b --x=y "c d"\x02\x02\x02\x02\x02\x02\t').replaceAll('\r', '').split('\n').slice(0, 4),
	).toEqual([
		'foo a:b --x=y "c d"\x1b[6Ddeclare -- cur="--x=y"',
		'declare -- prev="a:b"',
		'declare -a words=([0]="foo" [1]="a:b" [2]="--x=y" [3]="\\"c d\\"")',
		'declare -- cword="2"',
	]);
});
