import { expect, test } from 'vitest';
import { differingBlocks } from './compare-outputs.ts';
import { outputsFile } from './record-outputs.ts';

const file = (output: string) => outputsFile([{ command: 'kubectl get pods\nkubectl get nodes', output }]);

const RECORDED = `NAME                     READY   STATUS    RESTARTS   AGE
hello-79bd9f579b-jcvmb   1/1     Running   0          11s
hello-79bd9f579b-lz5qb   1/1     Running   0          11s`;

test.each([
	['names that a controller makes up, and their order', RECORDED.replace('jcvmb', 'zzvmb')],
	['ages', RECORDED.replaceAll('11s', '2m3s ')],
])('%s may differ', (_, now) => {
	expect(differingBlocks(file(RECORDED), file(now))).toEqual([]);
});

test.each([
	['another word', RECORDED.replace('Running', 'Pending')],
	['a line less', RECORDED.split('\n').slice(0, 1).join('\n')],
	['another name', RECORDED.replaceAll('hello', 'hallo')],
])('%s is another output', (_, now) => {
	expect(differingBlocks(file(RECORDED), file(now))).toEqual(['kubectl get pods']);
});

test('nothing recorded is another output', () => {
	expect(differingBlocks(undefined, file(RECORDED))).toEqual(['kubectl get pods']);
});
