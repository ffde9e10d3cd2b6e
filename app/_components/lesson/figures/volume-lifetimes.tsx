import type { Locale } from '../../../_lib/content/localized.ts';
import { Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '데이터는 무엇과 함께 사라지는가',
		description:
			'시간이 왼쪽에서 오른쪽으로 흐른다. 컨테이너가 두 번 다시 시작하는 동안 컨테이너의 층은 매번 새로 시작하고 emptyDir는 파드가 끝날 때까지 이어진다. 파드가 다른 노드의 파드로 바뀌면 emptyDir는 사라지고 hostPath의 데이터는 옛 노드에 남으며, 퍼시스턴트볼륨은 새 파드로 이어진다.',
		firstPod: '파드 1 (node01)',
		secondPod: '파드 2 (node02)',
		layer: '컨테이너 층',
		stays: 'node01에 남는다',
	},
	en: {
		title: 'What takes the data with it',
		description:
			'Time goes from left to right. While a container restarts twice, its layer begins anew each time and an emptyDir goes on until the Pod ends. When the Pod is replaced by one on another node, the emptyDir is gone, what hostPath holds stays on the old node, and a PersistentVolume goes on to the new Pod.',
		firstPod: 'Pod 1 (node01)',
		secondPod: 'Pod 2 (node02)',
		layer: 'container layer',
		stays: 'stays on node01',
	},
} as const;

const START = 132;
const CHANGE = 356;

/** Four places for data and how long each lasts. */
export function VolumeLifetimes({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-volume-lifetimes" width={520} height={248} title={t.title} description={t.description}>
			<Box x={START} y={8} width={CHANGE - START - 8} height={40} title={t.firstPod} />
			<Box x={CHANGE} y={8} width={156} height={40} title={t.secondPod} />
			<Name y={64} text={t.layer} />
			{[START, 206, 280, CHANGE].map((x) => (
				<Box key={x} x={x} y={64} width={x === CHANGE ? 156 : 66} height={34} kind="old" />
			))}
			<Name y={110} text="emptyDir" />
			<Box x={START} y={110} width={CHANGE - START - 8} height={34} kind="group" />
			<Box x={CHANGE} y={110} width={156} height={34} kind="group" />
			<Name y={156} text="hostPath" />
			<Box x={START} y={156} width={CHANGE - START - 8} height={34} kind="group" />
			<Box x={CHANGE} y={156} width={156} height={34} kind="ghost" />
			<text x={CHANGE + 78} y={178} textAnchor="middle" className="fig-note">
				{t.stays}
			</text>
			<Name y={202} text="PersistentVolume" />
			<Box x={START} y={202} width={380} height={34} kind="new" />
		</Drawing>
	);
}

function Name({ y, text }: { readonly y: number; readonly text: string }) {
	return (
		<text x={8} y={y + 22} className="fig-note">
			{text}
		</text>
	);
}
