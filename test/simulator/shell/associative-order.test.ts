import { expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';

/** The sums of what bash 5.2 prints: tables that grow, lose elements and grow again list as its own do. */
test.each([
	[
		`for ((i=0;i<40000;i++)); do a[k$i]=$i; done; for ((i=0;i<30000;i+=3)); do unset "a[k$i]"; done; for ((i=0;i<60000;i+=2)); do a[ü$i]=$i; done; echo "\${!a[@]}"; echo "\${a[@]}"`,
		'37d07e0f1d4975a7fd0cdd309c30f6c3',
	],
	[
		`for i in {1..2049}; do a[$i]=x; done; unset "a[7]"; a[7]=y; a[2050]=1; echo "\${!a[@]}"`,
		'38c14c3bf0daf6744d6f8f26b3a60607',
	],
	[
		`for i in {1..9000}; do a[$i]=; done; a+=([x]=1); echo "\${!a[*]}"; a=(); a[q]=1; a[p]=2; echo "\${!a[*]}"`,
		'02b544616726b34a53a1a5d486efb7dc',
	],
	[
		`for i in {1..250000}; do a[$i]=; done; a[9]=x; unset "a[10]"; a[10]=y; echo "\${!a[*]}" "\${a[9]}"`,
		'29aa90a70c7e8666d354a4b6e849a8e7',
	],
])('%s', (script, sum) => {
	const { stdout } = runCommand({
		argv: ['bash', '-c', `declare -A a; (${script}) | md5sum`],
		env: { LC_ALL: 'C.UTF-8' },
	});
	expect(stdout).toBe(`${sum}  -\n`);
});
