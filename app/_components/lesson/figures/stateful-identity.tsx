import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '번호에 딸린 이름과 볼륨',
		description:
			'스테이트풀셋 db의 파드 셋. db-0, db-1, db-2는 저마다 DNS 이름과 클레임 하나를 갖는다. db-1이 지워지고 다시 만들어져도 DNS 이름 db-1.db와 클레임 data-db-1은 그대로이다.',
		names: 'DNS 이름',
		pods: '파드',
		claims: '클레임',
		again: '다시 생김',
		order: '0부터 차례로 만들고, 뒤에서부터 줄이고 업데이트한다',
	},
	en: {
		title: 'Names and volumes belong to the number',
		description:
			'Three Pods of the StatefulSet db. Each of db-0, db-1 and db-2 has a DNS name and a claim. When db-1 is deleted and made again, the DNS name db-1.db and the claim data-db-1 are the same.',
		names: 'DNS names',
		pods: 'Pods',
		claims: 'claims',
		again: 'made again',
		order: 'made from 0 upwards; shrunk and updated from the end',
	},
} as const;

export function StatefulIdentity({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-stateful" width={520} height={272} title={t.title} description={t.description}>
			{[
				[t.names, 34],
				[t.pods, 124],
				[t.claims, 214],
			].map(([text, y]) => (
				<text key={text} x={8} y={y} className="fig-title">
					{text}
				</text>
			))}
			{[0, 1, 2].map((number) => {
				const x = 100 + number * 140;
				return (
					<g key={number}>
						<Box x={x} y={8} width={128} height={42} title={`db-${number}.db`} />
						<Arrow path={`M${x + 64} 50 V92`} />
						<Box
							x={x}
							y={96}
							width={128}
							height={46}
							kind={number === 1 ? 'new' : 'plain'}
							title={`db-${number}`}
							{...(number === 1 ? { note: t.again } : {})}
						/>
						<Arrow path={`M${x + 64} 142 V184`} />
						<Box x={x} y={188} width={128} height={42} title={`data-db-${number}`} />
					</g>
				);
			})}
			<text x={508} y={260} textAnchor="end" className="fig-note">
				{t.order}
			</text>
		</Drawing>
	);
}
