import { declaredFiles, type LayerFile } from '../../../kernel/files/layer-files.ts';
import type { LayerStack } from '../../../kernel/files/layer-stack.ts';
import type { Layer } from '../../../kernel/machine-api.ts';
import { sha256Hex } from '../../../machinery/sha256.ts';
import { nothing, runToCompletion } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import type { HistoryEntry, ImageContent, ImageVersion } from '../image.ts';
import { writeConfigJson } from './config-json.ts';
import { bytesOf, type ImageLayer, layerDigest } from './image-layer.ts';

/**
 * How an image of the world's registries is put together, derived from what is declared of it.
 * Differs: the real ones have more layers, and other digests.
 * @param layers with the entries only that the world can run.
 */
export function declaredContent(version: ImageVersion, layers: readonly Layer[], stack: LayerStack): ImageContent {
	const unpacked = unpackedBytes(version, layers);
	const made: ImageLayer[] = [];
	for (const [index, layer] of layers.entries()) {
		const all = declaredFiles(layer);
		const below = made.reduce((sum, each) => sum + each.sizeBytes, 0);
		const isLast = index === layers.length - 1;
		const sizeBytes = isLast
			? Math.max(1, unpacked - below)
			: (layer.bytes ?? Math.min(bytesOf(all), unpacked - below));
		const files = shrunk(all, sizeBytes);
		const compressedBytes = Math.max(1, Math.round(sizeBytes * (version.sizeBytes / unpacked)));
		const diffId = runToCompletion(layerDigest(files, String(sizeBytes), nothing));
		made.push({ diffId, sizeBytes, compressedBytes, files: () => files });
	}
	const history = declaredHistory(version, made);
	const configJson = writeConfigJson({
		created: version.createdAt,
		config: version.config,
		history,
		diffIds: made.map((each) => each.diffId),
	});
	return { stack, layers: made, history, configJson };
}

/** Programs that are one file in life (busybox) are many here: together they may not be larger than their layer. */
function shrunk(files: readonly LayerFile[], bytes: number): readonly LayerFile[] {
	const total = bytesOf(files);
	if (total <= bytes) return files;
	const solid = files.reduce((sum, { data }) => sum + (data?.solidBytes ?? 0), 0);
	const share = Math.max(0, bytes - solid) / (total - solid);
	return files.map((file) => {
		const { data } = file;
		if (data === undefined || data.size === data.solidBytes) return file;
		const smaller = data.share();
		smaller.truncate(data.solidBytes + Math.floor((data.size - data.solidBytes) * share));
		return { ...file, data: smaller };
	});
}

/** What an image takes on a disk. Compressed sizes are known; how much a distribution's files shrink is alike for all. */
function unpackedBytes({ sizeBytes }: ImageVersion, layers: readonly Layer[]): number {
	const ratio = RATIOS.find(([to]) => sizeBytes < to)?.[1] ?? LARGE_RATIO;
	const guessed = Math.round(sizeBytes * ratio);
	const declared = layers.length === 1 ? layers[0]?.bytes : undefined;
	return declared !== undefined && Math.abs(declared - guessed) < declared * 0.15 ? declared : guessed;
}

const RATIOS: readonly (readonly [to: number, ratio: number])[] = [
	[1_000_000, 2.3],
	[5_000_000, 2.183],
	[26_000_000, 2.33],
	[32_000_000, 2.63],
	[62_000_000, 2.48],
];
const LARGE_RATIO = 2.66;

/** As BuildKit would have written it. */
function declaredHistory(version: ImageVersion, layers: readonly ImageLayer[]): HistoryEntry[] {
	const { config, createdAt: created } = version;
	const entry = (createdBy: string, empty = true): HistoryEntry => ({
		created,
		createdBy,
		comment: empty || !createdBy.includes('#(nop)') ? 'buildkit.dockerfile.v0' : '',
		empty,
	});
	const json = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(' ')}]`;
	const [base, ...others] = layers;
	const baseId = sha256Hex(encodeUtf8(base?.diffId ?? '')).slice(0, 64);
	return [
		...(base === undefined ? [] : [entry(`/bin/sh -c #(nop) ADD file:${baseId} in / `, false)]),
		...config.env.filter(([name]) => name !== 'PATH').map(([name, value]) => entry(`ENV ${name}=${value}`)),
		...others.map(() => entry('COPY / / # buildkit', false)),
		...(config.workingDir === undefined ? [] : [entry(`WORKDIR ${config.workingDir}`)]),
		...(config.volumes ?? []).map((path) => entry(`VOLUME [${path}]`)),
		...(config.user === undefined || config.user === '' ? [] : [entry(`USER ${config.user}`)]),
		...(config.entrypoint === undefined ? [] : [entry(`ENTRYPOINT ${json(config.entrypoint)}`)]),
		...(config.exposedPorts ?? []).map((port) => entry(`EXPOSE map[${port}:{}]`)),
		...(config.stopSignal === undefined ? [] : [entry(`STOPSIGNAL SIG${config.stopSignal}`)]),
		...(config.cmd === undefined ? [] : [entry(`CMD ${json(config.cmd)}`)]),
	];
}
