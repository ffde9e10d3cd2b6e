import { say } from './say.mjs';

/** Ends the process with a sentence when Node is older than package.json's `engines` says. */
export function requireNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return;
	say(`KubeDrill needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org/`);
	process.exit(1);
}
