import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector';
import type { Piece } from './collections.ts';

const SAMPLE_US = 200;
/** Below this part of a piece a call is not shown. */
const SHARE_MIN = 0.08;
const LINES_MAX = 40;

/** Where the time of the longest pieces went (`--profile`). */
export class PieceProfile {
	readonly #session = new Session();
	/** What V8's clock (microseconds) shows when `performance.now` (milliseconds) is 0. */
	readonly #originUs = Number(process.hrtime.bigint() / 1_000n) - performance.now() * 1_000;

	constructor() {
		this.#session.connect();
		this.#session.post('Profiler.enable');
		this.#session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US });
	}

	start(): void {
		this.#session.post('Profiler.start');
	}

	/** The calls within the piece as an indented tree, with their milliseconds. */
	stop(piece: Piece | undefined): string {
		let profile: Profiler.Profile | undefined;
		this.#session.post('Profiler.stop', (_error, result) => {
			profile = result?.profile;
		});
		if (profile === undefined || piece === undefined) return '';
		return this.#tree(profile, piece);
	}

	#tree(profile: Profiler.Profile, { fromMs, toMs }: Piece): string {
		const [fromUs, toUs] = [fromMs * 1_000 + this.#originUs, toMs * 1_000 + this.#originUs];
		const self = new Map<number, number>();
		let atUs = profile.startTime;
		for (const [index, node] of (profile.samples ?? []).entries()) {
			const delta = profile.timeDeltas?.[index] ?? 0;
			atUs += delta;
			if (atUs >= fromUs && atUs <= toUs) self.set(node, (self.get(node) ?? 0) + delta);
		}
		const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
		const total = (node: Profiler.ProfileNode): number =>
			(node.children ?? []).reduce((sum, id) => {
				const child = nodes.get(id);
				return sum + (child === undefined ? 0 : total(child));
			}, self.get(node.id) ?? 0);
		const lines: string[] = [];
		const least = (toUs - fromUs) * SHARE_MIN;
		const show = (node: Profiler.ProfileNode, indent: number): void => {
			const us = total(node);
			if (us < least) return;
			const own = (self.get(node.id) ?? 0) / 1_000;
			const children = (node.children ?? []).flatMap((id) => nodes.get(id) ?? []);
			// A call that only calls another one says nothing.
			const leads = own * 1_000 < least / 4 && children.some((child) => us - total(child) < least / 4);
			if (!leads && lines.length < LINES_MAX) {
				const { functionName, lineNumber } = node.callFrame;
				const name = functionName === '' ? '(anonymous)' : functionName;
				const times = `${(us / 1_000).toFixed(1)} (${own.toFixed(1)} itself)`;
				lines.push(`${' '.repeat(indent)}${name}:${lineNumber + 1} ${times}`);
			}
			for (const child of children) show(child, leads ? indent : indent + 1);
		};
		const root = profile.nodes[0];
		if (root !== undefined) show(root, 0);
		return lines.join('\n');
	}
}
