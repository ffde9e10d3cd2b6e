/** A leaky bucket for one client. Models ngx_http_limit_req_module with "burst=… nodelay". */
export class RequestRate {
	#excess = 0;
	#atMs: number | undefined;

	admits(nowMs: number, perSecond: number, burst: number): boolean {
		const passedMs = this.#atMs === undefined ? 0 : nowMs - this.#atMs;
		const excess = this.#atMs === undefined ? 0 : Math.max(0, this.#excess - (perSecond * passedMs) / 1000 + 1);
		if (excess > burst) return false;
		this.#excess = excess;
		this.#atMs = nowMs;
		return true;
	}
}
