import { compareKeys } from './compare-keys.ts';

/** `npm run vim-parity -- [COUNT] [--seed TEXT]`: random keys in ours and in this machine's vim; fails when what they leave differs. */
const args = process.argv.slice(2);
const seed = args.includes('--seed') ? (args[args.indexOf('--seed') + 1] ?? '1') : '1';
const count = /^\d+$/.test(args[0] ?? '') ? Number(args[0]) : 1_000;
let differing = 0;
for (const { seed: each, case: small, lines } of compareKeys(seed, count)) {
	differing++;
	console.log(`--- seed ${each}\ntext ${JSON.stringify(small.text)}${small.rc === '' ? '' : `\nrc   ${small.rc}`}`);
	console.log(`keys ${small.pieces.map((piece) => JSON.stringify(piece)).join(' ')}\n${lines.join('\n')}`);
}
console.log(`vim-parity: ${count} random sequences of keys, seed ${seed}, ${differing} differ`);
process.exitCode = differing === 0 ? 0 : 1;
