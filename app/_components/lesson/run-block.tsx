'use client';

import { useTranslations } from 'next-intl';
import type { CSSProperties, ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useBenchStore } from '../bench/bench-context.tsx';
import { Icon } from '../ui/icon.tsx';
import { CopyButton } from './copy-button.tsx';
import { useLessonView } from './lesson-view.tsx';

interface RunBlockProps {
	readonly command: string;
	readonly className: string | undefined;
	readonly style: CSSProperties | undefined;
	readonly children: ReactNode;
}

/** Commands of the prose that a click types into the terminal. */
export function RunBlock({ command, className, style, children }: RunBlockProps) {
	const t = useTranslations('lesson');
	const store = useBenchStore();
	const { showBench } = useLessonView();
	const run = (button: HTMLElement) => {
		// The bench must be there before the command is: a terminal that was out of sight has no size yet.
		flushSync(() => {
			showBench();
			store.show('terminal');
		});
		store.run(command, button);
	};
	return (
		<div className="code-block run-block">
			<button
				type="button"
				className={`run-code ${className ?? ''}`}
				style={style}
				onClick={(event) => run(event.currentTarget)}
			>
				<span className="sr-only">{t('runLabel')}</span>
				<span className="run-text">{children}</span>
				<span className="run-hint">
					<Icon name="play" /> {t('run')}
				</span>
			</button>
			<CopyButton text={command} />
		</div>
	);
}
