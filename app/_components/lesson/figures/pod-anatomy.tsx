import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '파드 하나에 든 것',
		description:
			'파드 duo에는 컨테이너가 둘 있다. web과 tool은 파일 시스템과 프로세스는 따로 갖지만 네트워크는 하나를 함께 쓴다. IP도 하나, localhost도 하나다. 그래서 tool은 localhost로 web을 부를 수 있다. 볼륨은 둘 다 마운트하면 함께 쓴다.',
		pod: '파드 duo, 노드 하나에서',
		own: '파일과 프로세스는 따로',
		network: '네트워크는 하나: IP 하나, localhost 하나, 포트도 나누어 쓴다',
		volume: '볼륨: 마운트한 컨테이너끼리 함께 쓴다',
	},
	en: {
		title: 'What is in a Pod',
		description:
			'The Pod duo has two containers. web and tool have files and processes of their own but one network between them: one IP, one localhost. So tool reaches web at localhost. A volume is shared by the containers that mount it.',
		pod: 'Pod duo, on one node',
		own: 'own files, own processes',
		network: 'one network: one IP, one localhost, one set of ports',
		volume: 'volumes: shared by the containers that mount them',
	},
} as const;

export function PodAnatomy({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-pod-anatomy" width={520} height={252} title={t.title} description={t.description}>
			<Box x={8} y={8} width={504} height={236} kind="group" />
			<text x={24} y={32} className="fig-title">
				{t.pod}
			</text>
			<Box x={24} y={46} width={208} height={62} title="web · httpd" note={t.own} />
			<Box x={288} y={46} width={208} height={62} title="tool · busybox" note={t.own} />
			<Arrow path="M392 108 V126 H128 V112" />
			<text x={260} y={121} textAnchor="middle" className="fig-note">
				http://localhost:80
			</text>
			<Box x={24} y={142} width={472} height={40} kind="new" title={t.network} />
			<Box x={24} y={192} width={472} height={40} kind="ghost" title={t.volume} />
		</Drawing>
	);
}
