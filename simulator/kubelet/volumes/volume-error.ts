/** A volume that cannot be set up now; the Pod waits and the kubelet tries again. */
export class VolumeError extends Error {
	/** The step that failed: "MountVolume.SetUp". */
	readonly step: VolumeStep;

	constructor(message: string, step: VolumeStep = 'SetUp') {
		super(message);
		this.step = step;
	}
}

/**
 * Of pkg/volume/util/operationexecutor; 'unprocessed': the kubelet does not know yet what it would mount; 'unattached':
 * it waits for who attaches, and says nothing of it.
 */
export type VolumeStep =
	| 'SetUp'
	| 'MountDevice'
	| 'unattached'
	| 'NewMounter'
	| 'NodeAffinity'
	| 'WaitForAttach'
	| MapStep
	| 'unprocessed';

/** Of devices. */
type MapStep = 'SetUpDevice' | 'EvalHostSymlinks' | 'MapBlockVolume';

export function isMapStep(step: VolumeStep): step is MapStep {
	return step === 'SetUpDevice' || step === 'EvalHostSymlinks' || step === 'MapBlockVolume';
}

/** The event's text. Models operationexecutor GenerateError's callers and kubelet WaitForAttachAndMount. */
export function describeFailure(error: VolumeError, volume: string, specName: string): string {
	if (isMapStep(error.step)) return `MapVolume.${error.step} failed for volume "${specName}" : ${error.message}`;
	switch (error.step) {
		case 'NewMounter':
			return `MountVolume.NewMounter initialization failed for volume "${specName}" : ${error.message}`;
		case 'NodeAffinity':
			return `MountVolume.NodeAffinity check failed for volume "${specName}" : ${error.message}`;
		case 'unprocessed':
			return `Unable to attach or mount volumes: unmounted volumes=[${volume}], unattached volumes=[], failed to process volumes=[${volume}]: ${error.message}`;
		default:
			return `MountVolume.${error.step} failed for volume "${specName}" : ${error.message}`;
	}
}
