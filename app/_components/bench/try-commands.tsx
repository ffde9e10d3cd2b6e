'use client';

import { useTranslations } from 'next-intl';
import { useBenchStore } from './bench-context.tsx';

const COMMANDS = [
	'kubectl get nodes',
	'kubectl create deployment web --image=nginx:1.27 --replicas=3',
	'kubectl get pods -o wide',
	'kubectl delete pod -l app=web',
] as const;

/** The first commands for somebody who has never typed one; a click types it. */
export function TryCommands() {
	const t = useTranslations('home');
	const store = useBenchStore();
	return (
		<div className="try-commands">
			<p id="try-commands">{t('try')}</p>
			<ul aria-labelledby="try-commands">
				{COMMANDS.map((command) => (
					<li key={command}>
						<button
							type="button"
							onClick={() => {
								store.start();
								store.run(command);
							}}
						>
							<code>{command}</code>
						</button>
					</li>
				))}
			</ul>
		</div>
	);
}
