'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Icon } from '../ui/icon.tsx';

export function CopyButton({ text }: { readonly text: string }) {
	const t = useTranslations('lesson');
	const [copied, setCopied] = useState(false);
	const label = copied ? t('copied') : t('copy');
	return (
		<button
			type="button"
			className="icon-button copy-button"
			aria-label={label}
			title={label}
			onClick={async () => {
				await navigator.clipboard?.writeText(text);
				setCopied(true);
				setTimeout(() => setCopied(false), 1_500);
			}}
		>
			<Icon name={copied ? 'check' : 'copy'} />
		</button>
	);
}
