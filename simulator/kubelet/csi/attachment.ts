import { sha256 } from '../../machinery/sha256.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

/** The name of the VolumeAttachment of a volume to a node. Models pkg/volume/csi getAttachmentName. */
export function attachmentName(volumeHandle: string, driver: string, node: string): string {
	const digest = sha256(encodeUtf8(volumeHandle + driver + node));
	return `csi-${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
