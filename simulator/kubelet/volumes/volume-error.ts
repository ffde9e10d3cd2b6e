/** A volume that cannot be set up now; the Pod waits and the kubelet tries again. */
export class VolumeError extends Error {}
