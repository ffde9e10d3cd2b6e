import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '파드가 내려가는 두 갈래',
		description:
			'파드를 지우면 두 갈래가 동시에 시작된다. 위는 엔드포인트에서 빠지고 노드의 규칙이 바뀌는 길이고, 아래는 preStop, SIGTERM, 유예 시간이 지나면 SIGKILL로 가는 길이다. preStop에서 기다리면 아래 길의 SIGTERM이 위 길의 끝보다 늦어진다.',
		deleted: '삭제',
		endpoints: '엔드포인트',
		removed: '주소가 빠진다',
		rules: '노드의 규칙',
		changed: '요청이 더 안 온다',
		wait: '기다리며 응답',
		finish: '하던 일을 마침',
		grace: '유예 시간(30초): preStop부터 SIGKILL까지',
	},
	en: {
		title: 'The two ways of a Pod that goes',
		description:
			'When a Pod is deleted two ways begin at once. Above, its address leaves the endpoints and then the nodes’ rules. Below, preStop, SIGTERM and, when the grace period is over, SIGKILL. A pause in preStop makes SIGTERM come later than the end of the upper way.',
		deleted: 'deleted',
		endpoints: 'endpoints',
		removed: 'address leaves',
		rules: 'nodes’ rules',
		changed: 'no more requests',
		wait: 'waits, answers',
		finish: 'finishes work',
		grace: 'grace period (30 s): from preStop to SIGKILL',
	},
} as const;

export function PodShutdown({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-shutdown" width={520} height={212} title={t.title} description={t.description}>
			<Box x={8} y={68} width={84} height={44} title={t.deleted} />
			<Arrow path="M92 82 L128 44" />
			<Arrow path="M92 98 L128 132" />
			<Box x={132} y={8} width={132} height={58} title={t.endpoints} note={t.removed} />
			<Arrow path="M264 37 H286" />
			<Box x={290} y={8} width={132} height={58} title={t.rules} note={t.changed} />
			<Box x={132} y={108} width={118} height={58} kind="new" title="preStop" note={t.wait} />
			<Arrow path="M250 137 H272" />
			<Box x={276} y={108} width={118} height={58} title="SIGTERM" note={t.finish} />
			<Arrow path="M394 137 H416" />
			<Box x={420} y={108} width={92} height={58} kind="ghost" title="SIGKILL" />
			<text x={322} y={198} textAnchor="middle" className="fig-note">
				{t.grace}
			</text>
		</Drawing>
	);
}
