'use client';

import { useTranslations } from 'next-intl';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { useBench, useBenchStore } from '../bench-context.tsx';
import { useTaskTitles } from '../task-titles.tsx';
import { clockTime, type TimelineEvent, timelineEvents } from './timeline-events.ts';

/** Every command a tick, every point won or lost a mark; drag or use the arrow keys to look back, and go on from there. */
export function Timeline() {
	const t = useTranslations('timeline');
	const store = useBenchStore();
	const ticks = useBench((state) => state.timeline);
	const marks = useBench((state) => state.marks);
	const generation = useBench((state) => state.generation);
	const events = useMemo(() => timelineEvents(ticks, marks), [ticks, marks]);
	const [look, setLook] = useState<{ readonly at: number; readonly generation: number }>();
	const at = look !== undefined && look.generation === generation ? Math.min(look.at, events.length - 1) : undefined;
	const event = at === undefined ? undefined : events[at];
	const tell = useTellEvent();
	return (
		<div className="timeline" data-looking={event !== undefined}>
			<span className="timeline-name">{t('name')}</span>
			<Track
				events={events}
				at={at}
				text={event === undefined ? t('now') : tell(event)}
				onLook={(next) => setLook(next === undefined ? undefined : { at: next, generation })}
			/>
			{event === undefined ? (
				<WorldClock />
			) : (
				<div className="timeline-event">
					<p>
						<time>{clockTime(event.atMs)}</time> <Told event={event} />
					</p>
					<button type="button" className="button small" onClick={() => store.rewind(event.journalIndex)}>
						<Icon name="rewind" /> {event.kind === 'command' ? t('goOnBefore') : t('goOn')}
					</button>
					<button type="button" className="quiet-button" onClick={() => setLook(undefined)}>
						{t('back')}
					</button>
				</div>
			)}
		</div>
	);
}

interface TrackProps {
	readonly events: readonly TimelineEvent[];
	readonly at: number | undefined;
	readonly text: string;
	readonly onLook: (at: number | undefined) => void;
}

function Track({ events, at, text, onLook }: TrackProps) {
	const t = useTranslations('timeline');
	const last = events.length - 1;
	const toPlace = (event: PointerEvent<HTMLDivElement>) => {
		const { left, width } = event.currentTarget.getBoundingClientRect();
		if (last < 0 || width === 0) return;
		const place = Math.round(((event.clientX - left) / width) * (last + 1));
		onLook(place > last ? undefined : Math.max(0, place));
	};
	const byKey = (event: KeyboardEvent) => {
		const now = at ?? last + 1;
		const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last + 1, Escape: last + 1 }[event.key];
		if (next === undefined || last < 0) return;
		event.preventDefault();
		onLook(next > last ? undefined : Math.max(0, next));
	};
	return (
		<div
			className="timeline-track"
			role="slider"
			tabIndex={0}
			aria-label={t('label')}
			aria-valuemin={0}
			aria-valuemax={Math.max(0, last + 1)}
			aria-valuenow={at ?? Math.max(0, last + 1)}
			aria-valuetext={text}
			onPointerDown={(event) => {
				event.currentTarget.setPointerCapture(event.pointerId);
				toPlace(event);
			}}
			onPointerMove={(event) => {
				if (event.buttons > 0) toPlace(event);
			}}
			onKeyDown={byKey}
		>
			{events.map((event, index) => (
				<span
					key={`${event.kind}${event.journalIndex}${event.kind === 'mark' ? event.task : ''}${event.atMs}`}
					className="timeline-tick"
					data-kind={event.kind === 'command' ? 'command' : event.won ? 'won' : 'lost'}
					data-at={index === at}
					style={{ '--at': (index + 0.5) / events.length } as CSSProperties}
				/>
			))}
		</div>
	);
}

function useTellEvent(): (event: TimelineEvent) => string {
	const t = useTranslations('timeline');
	const titles = useTaskTitles();
	return (event) => {
		if (event.kind === 'command') return t('command', { line: event.line, time: clockTime(event.atMs) });
		return t(event.won ? 'won' : 'lost', { task: titles[event.task] ?? event.task });
	};
}

function Told({ event }: { readonly event: TimelineEvent }) {
	const tell = useTellEvent();
	return event.kind === 'command' ? <code>{event.line}</code> : <span>{tell(event)}</span>;
}

/** The jumps of the clock that the menu offers, in seconds. */
const JUMPS = [60, 600, 3_600] as const;

function WorldClock() {
	const t = useTranslations('timeline');
	const store = useBenchStore();
	const live = useBench((state) => state.status === 'live');
	if (!live) return null;
	return (
		<MenuButton
			label={t('skip')}
			items={JUMPS.map((seconds) => ({
				label: t('skipBy', { minutes: seconds / 60 }),
				onSelect: () => store.advance(seconds),
			}))}
		>
			<Icon name="skip" />
		</MenuButton>
	);
}
