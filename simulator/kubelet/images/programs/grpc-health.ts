/** What a server vouches for when it is asked for gRPC's health: 200 is SERVING, 503 NOT_SERVING, 404 an unknown service. */
export function grpcHealthTarget(service: string): string {
	return `/grpc.health.v1.Health/Check?service=${service}`;
}
