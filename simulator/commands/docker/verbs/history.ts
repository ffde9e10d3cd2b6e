import { parseTime } from '../../../machinery/timestamp.ts';
import { bool, string } from '../../flags.ts';
import type { EngineCommand } from '../engine-command.ts';
import { type Row, writeRows } from '../table.ts';
import { humanDuration, humanSize, podmanSize, shortId } from '../words.ts';

export const history: EngineCommand = {
	names: ['history', 'image history'],
	usage: '[OPTIONS] IMAGE',
	short: 'Show the history of an image',
	flags: {
		format: string('', 'Format output using a custom template'),
		human: bool(true, 'Print sizes and dates in human readable format', { shorthand: 'H' }),
		'no-trunc': bool(false, "Don't truncate output"),
		quiet: bool(false, 'Only show image IDs', { shorthand: 'q' }),
	},
	least: 1,
	most: 1,
	*run(run) {
		const engine = run.engine();
		const { version } = engine.images.requireStored(run.operands[0] as string);
		const { history: entries, layers } = engine.images.contentOf(version);
		const isDocker = run.kind === 'docker';
		const long = run.isOn('no-trunc');
		const now = run.process.now();
		let layer = layers.length;
		const rows = [...entries].reverse().map((entry, index): Row => {
			const bytes = entry.empty ? 0 : (layers[--layer]?.sizeBytes ?? 0);
			const text = entry.createdBy.replaceAll('\t', ' ');
			const width = 45;
			const ms = parseTime(entry.created);
			const human = run.isOn('human');
			const since = ms === undefined ? (isDocker ? 'N/A' : '<missing>') : `${humanDuration(now - ms)} ago`;
			return {
				ID: index > 0 ? '<missing>' : long ? version.configDigest : shortId(version.configDigest),
				CreatedSince: human ? since : entry.created,
				CreatedAt: entry.created,
				Created: since,
				CreatedBy:
					long || text.length <= width
						? text
						: isDocker
							? `${text.slice(0, width - 1)}…`
							: `${text.slice(0, width - 3)}...`,
				Size: human ? (isDocker ? humanSize(bytes) : podmanSize(bytes)) : String(bytes),
				Comment: entry.comment,
			};
		});
		if (run.isOn('quiet')) {
			for (const row of rows) yield* run.out.write(`${row.ID}\n`);
			return 0;
		}
		const columns = ['ID', isDocker ? 'CreatedSince' : 'Created', 'CreatedBy', 'Size', 'Comment'];
		yield* writeRows(
			run,
			{ headers: isDocker ? HEADERS : { ...HEADERS, ID: 'ID' }, columns },
			rows,
			run.text('format'),
		);
		return 0;
	},
};

const HEADERS = {
	ID: 'IMAGE',
	CreatedSince: 'CREATED',
	CreatedAt: 'CREATED AT',
	Created: 'CREATED',
	CreatedBy: 'CREATED BY',
	Size: 'SIZE',
	Comment: 'COMMENT',
};
