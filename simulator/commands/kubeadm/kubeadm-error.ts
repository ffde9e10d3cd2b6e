/** Ends the run. Models cmd/kubeadm/app/util CheckErr: the text, a hint, status 1. */
export class KubeadmError extends Error {}
