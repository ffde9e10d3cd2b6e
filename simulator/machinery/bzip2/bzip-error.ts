/** 'magic': no bzip2 data; 'end': some is missing; 'data': it is damaged; 'crc': it is not what was packed. */
export class BzipError extends Error {
	readonly kind: 'magic' | 'end' | 'data' | 'crc';
	constructor(kind: BzipError['kind']) {
		super(kind);
		this.kind = kind;
	}
}
