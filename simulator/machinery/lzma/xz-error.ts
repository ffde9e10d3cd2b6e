/** 'format': no xz data; 'end': some is missing; 'corrupt': it is damaged; 'options': made in a way that is not known here. */
export class XzError extends Error {
	readonly kind: 'format' | 'end' | 'corrupt' | 'options';
	constructor(kind: XzError['kind']) {
		super(kind);
		this.kind = kind;
	}
}
