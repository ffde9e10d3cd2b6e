'use client';

import { useTranslations } from 'next-intl';
import {
	type CSSProperties,
	createContext,
	type KeyboardEvent,
	type PointerEvent,
	type ReactNode,
	useContext,
	useState,
} from 'react';
import { useBenchStore } from '../bench/bench-context.tsx';
import { useSetting } from '../site/use-setting.ts';
import { Icon } from '../ui/icon.tsx';

/** What fills the screen; on a phone "both" is not offered and `phone` says which one is shown. */
type View = 'both' | 'prose' | 'bench';

interface LessonViewControls {
	/** On a phone: turns from the prose to the bench. */
	readonly showBench: () => void;
	readonly view: View;
	readonly setView: (view: View) => void;
}

const LessonViewContext = createContext<LessonViewControls>({
	showBench: () => undefined,
	view: 'both',
	setView: () => undefined,
});

export function useLessonView(): LessonViewControls {
	return useContext(LessonViewContext);
}

interface LessonViewProps {
	readonly prose: ReactNode;
	readonly bench: ReactNode;
}

const MIN = 25;
const MAX = 75;

/** Prose left, bench right, a divider to drag between them; on a phone one at a time. */
export function LessonView({ prose, bench }: LessonViewProps) {
	const t = useTranslations('lesson.view');
	const store = useBenchStore();
	const [view, setView] = useState<View>('both');
	const [phone, setPhone] = useState<'prose' | 'bench'>('prose');
	const [split, setSplit] = useSetting('split', '48');
	const showBench = () => {
		setPhone('bench');
		if (view === 'prose') setView('both');
		store.start();
	};
	return (
		<LessonViewContext value={{ showBench, view, setView }}>
			<main
				id="content"
				className="lesson"
				data-view={view}
				data-phone={phone}
				style={{ '--split': `${clamp(split)}%` } as CSSProperties}
			>
				<div className="lesson-prose">{prose}</div>
				<Divider split={clamp(split)} onSplit={(percent) => setSplit(String(percent))} />
				<div className="lesson-bench">{bench}</div>
				<fieldset className="phone-switch">
					<legend className="sr-only">{t('switch')}</legend>
					{(['prose', 'bench'] as const).map((side) => (
						<button
							key={side}
							type="button"
							aria-pressed={phone === side}
							onClick={() => (side === 'bench' ? showBench() : setPhone('prose'))}
						>
							{t(side)}
						</button>
					))}
				</fieldset>
			</main>
		</LessonViewContext>
	);
}

function clamp(split: string): number {
	const percent = Number(split);
	return Number.isFinite(percent) ? Math.min(MAX, Math.max(MIN, percent)) : 48;
}

function Divider({ split, onSplit }: { readonly split: number; readonly onSplit: (percent: number) => void }) {
	const t = useTranslations('lesson.view');
	const drag = (event: PointerEvent<HTMLDivElement>) => {
		const { left = 0, width = 1 } = event.currentTarget.parentElement?.getBoundingClientRect() ?? {};
		onSplit(clamp(String(Math.round((1_000 * (event.clientX - left)) / width) / 10)));
	};
	const byKey = (event: KeyboardEvent) => {
		const next = { ArrowLeft: split - 2, ArrowRight: split + 2, Home: MIN, End: MAX, Enter: 48 }[event.key];
		if (next === undefined) return;
		event.preventDefault();
		onSplit(clamp(String(next)));
	};
	return (
		// biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved.
		<div
			className="divider"
			role="separator"
			tabIndex={0}
			aria-label={t('divider')}
			aria-orientation="vertical"
			aria-valuemin={MIN}
			aria-valuemax={MAX}
			aria-valuenow={Math.round(split)}
			onPointerDown={(event) => {
				event.preventDefault();
				event.currentTarget.setPointerCapture(event.pointerId);
			}}
			onPointerMove={(event) => {
				if (event.buttons > 0) drag(event);
			}}
			onDoubleClick={() => onSplit(48)}
			onKeyDown={byKey}
		/>
	);
}

/** For either side: fill the screen, and back. */
export function FullScreenButton({ side }: { readonly side: 'prose' | 'bench' }) {
	const t = useTranslations('lesson.view');
	const { view, setView } = useLessonView();
	const full = view === side;
	const label = full ? t('shrink') : t(side === 'prose' ? 'fullProse' : 'fullBench');
	return (
		<button
			type="button"
			className="icon-button full-screen"
			aria-label={label}
			title={label}
			aria-pressed={full}
			onClick={() => setView(full ? 'both' : side)}
		>
			<Icon name={full ? 'shrink' : 'expand'} />
		</button>
	);
}
