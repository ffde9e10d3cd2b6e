import { formatJson } from '../../machinery/format-json.ts';
import type { FalcoEvent } from './falco-event.ts';

const PROJECT = 'https://github.com/falcosecurity/falcosidekick';
const ICON = 'https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/falcosidekick_color.png';
/** Values that are shorter stand beside each other. */
const SHORT_LENGTH = 36;

const COLOURS: ReadonlyMap<string, string> = new Map([
	['Emergency', '#e20b0b'],
	['Alert', '#ff5400'],
	['Critical', '#ff5400'],
	['Error', '#e20b0b'],
	['Warning', '#ffc700'],
	['Notice', '#5bffb5'],
	['Informational', '#68c2ff'],
	['Debug', '#ccfff2'],
]);

/**
 * An event as a message for Slack. Models falcosidekick outputs/slack.go newSlackPayload.
 * Differs: no text of its own from SLACK_MESSAGEFORMAT.
 */
export function slackMessage(event: FalcoEvent, setting: (name: string) => string): string {
	const format = setting('OUTPUTFORMAT') || 'all';
	const hasFields = format === 'all' || format === 'fields';
	const channel = setting('CHANNEL');
	const attachment = {
		fallback: event.output,
		color: COLOURS.get(event.priority) ?? '',
		text: (format === 'all' || format === 'text') && event.output !== '' ? event.output : undefined,
		fields: hasFields ? fieldsOf(event) : null,
		footer: hasFields ? setting('FOOTER') || PROJECT : undefined,
	};
	const message = {
		username: setting('USERNAME') || 'Falcosidekick',
		icon_url: setting('ICON') || ICON,
		channel: channel === '' ? undefined : channel,
		attachments: [attachment],
	};
	return formatJson(message, { keepOrder: true });
}

function fieldsOf({ rule, priority, source, hostname, tags, fields, time }: FalcoEvent): readonly object[] {
	const field = (title: string, value: string, short = true): object => ({ title, value, short });
	const texts = Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
	return [
		field('rule', rule),
		field('priority', priority),
		field('source', source),
		...(hostname === '' ? [] : [field('hostname', hostname)]),
		...(tags.length === 0 ? [] : [field('tags', tags.join(', '))]),
		...texts
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([name, value]) => field(name, value, [...value].length < SHORT_LENGTH)),
		field('time', goTime(time), false),
	];
}

/** "2026-03-02 09:00:00.12 +0000 UTC". */
function goTime(time: string): string {
	const [, date = '', clock = '', zone = ''] = /^(.{10})T([\d:.]+)(.*)$/.exec(time) ?? [];
	const offset = zone.replace(':', '');
	return `${date} ${clock} ${zone === 'Z' ? '+0000 UTC' : `${offset} ${offset}`}`;
}
