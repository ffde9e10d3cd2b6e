import { expect, test } from 'vitest';
import { nodeHostCalls } from '../../simulator/cli/host-calls.ts';
import { PresetImages, SimulatedWorld } from '../../simulator/sandbox/index.ts';
import { recordOutputs } from './record-outputs.ts';

const images = new PresetImages(nodeHostCalls);

function record(...commands: string[]): string[] {
	const world = new SimulatedWorld({ preset: 'kubeadm-1-2', seed: 'outputs' }, images);
	const blocks = commands.map((command, index) => ({ command, line: index + 1, quiet: false }));
	return recordOutputs(world, { host: 'controlplane' }, blocks).map(({ output }) => output);
}

test('blocks share one bash; what it shows is without prompts, echo and colours', () => {
	expect(
		record(
			'cd /tmp && mkdir -p a b\nX="two words"',
			'ls -d --color=always a b\necho "$X"; pwd',
			'cat > f <<EOF\none\nEOF\ncat f\n\n# a comment\nfor i in 1 2; do\n  echo $i >&2\ndone',
			"printf 'half\\rwhole\\n'; false || nosuch",
		),
	).toEqual(['', 'a  b\ntwo words\n/tmp', 'one\n1\n2', 'whole\n-bash: nosuch: command not found']);
});

test.each([
	['sleep 300', 'has not come back to the prompt after 120 virtual seconds'],
	['cat <<EOF\nno end', 'is not complete'],
	['exit', 'ends the shell'],
	['echo "wait!what"', 'is refused: -bash: !what'],
	['echo )', "is refused: -bash: syntax error near unexpected token `)'"],
	['bash', 'has not come back to the prompt'],
])('a block that does not end at the prompt: %s', (command, problem) => {
	expect(() => record('true', command)).toThrow(`the block at line 2 (${command.split('\n')[0]}) ${problem}`);
});
